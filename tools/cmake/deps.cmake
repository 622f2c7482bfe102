# Every library comes from the distribution. One line of why for each; tools/deps.tsv has the packages.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)   # SHA-512, SHA-256: base/digest
find_package(nlohmann_json 3.9 REQUIRED)           # JSON text: base/json
find_package(tomlplusplus REQUIRED)                # stele.toml, record.toml: record, ingest
find_package(SQLite3 REQUIRED)                     # the catalogue
find_package(meshoptimizer REQUIRED)               # vertex and index codecs, cache order: page, lod, readers
pkg_check_modules(STB REQUIRED IMPORTED_TARGET stb) # PNG and JPEG textures: readers
find_package(assimp 5.2 REQUIRED)                  # foreign formats: stele-read-mesh
find_package(draco REQUIRED)                       # compressed glTF: stele-read-mesh
pkg_check_modules(MINIZIP REQUIRED IMPORTED_TARGET minizip) # the unit in a 3MF package: stele-read-mesh
find_package(CLI11 REQUIRED)                       # command line: tools
if(BUILD_TESTING OR NOT DEFINED BUILD_TESTING)
  find_package(GTest REQUIRED)
  find_package(TinyGLTF REQUIRED)                  # the second opinion on glTF: tests of readers
  include(GoogleTest)
endif()
if(STELE_RENDERER)
  find_package(Vulkan REQUIRED COMPONENTS glslc)   # the renderer; glslc compiles its shaders
  find_package(glfw3 3.3 REQUIRED)                 # the viewer's window
  find_package(PNG REQUIRED)                       # pictures that the renderer writes
  pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangoft2 pangocairo)  # every visible text
endif()
