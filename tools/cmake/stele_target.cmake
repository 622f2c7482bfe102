# One function a kind of target. A folder's library is named after the folder: archive/lod -> stele_lod.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON) # for clang-tidy
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(STELE_CCACHE ccache)
if(STELE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${STELE_CCACHE}")
endif()

# Same bytes on every machine: no contraction of a*b+c, no reassociation.
add_library(stele_flags INTERFACE)
target_compile_options(stele_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wdouble-promotion
  -Wformat=2 -Wimplicit-fallthrough -ffp-contract=off -fno-fast-math)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports false overlaps for "literal" + std::string at -O3 (its bug 105651).
  target_compile_options(stele_flags INTERFACE -Wno-restrict)
endif()
if(STELE_WERROR)
  target_compile_options(stele_flags INTERFACE -Werror)
endif()
if(STELE_CHECKED_STD)
  target_compile_definitions(stele_flags INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(STELE_SANITIZE)
  target_compile_options(stele_flags INTERFACE
    -fsanitize=${STELE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(stele_flags INTERFACE -fsanitize=${STELE_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 reports false maybe-uninitialized errors when sanitizing at -O1 and above.
    target_compile_options(stele_flags INTERFACE -Og -Wno-null-dereference -Wno-maybe-uninitialized)
  endif()
endif()

# stele_folders(a b ...): add each folder.
function(stele_folders)
  foreach(folder IN LISTS ARGN)
    if(EXISTS "${CMAKE_SOURCE_DIR}/${folder}/CMakeLists.txt")
      add_subdirectory("${CMAKE_SOURCE_DIR}/${folder}" "${CMAKE_BINARY_DIR}/${folder}")
    endif()
  endforeach()
endfunction()

# stele_library(lod SOURCES build.cpp ... PUBLIC stele_model PRIVATE meshoptimizer::meshoptimizer)
function(stele_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(stele_${name} STATIC ${ARG_SOURCES})
  target_include_directories(stele_${name} PUBLIC "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")
  target_link_libraries(stele_${name} PUBLIC ${ARG_PUBLIC} PRIVATE stele_flags ${ARG_PRIVATE})
endfunction()

# stele_program(stele SOURCES main.cpp ... LIBRARIES stele_ingest)
function(stele_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")
  target_link_libraries(${name} PRIVATE stele_flags ${ARG_LIBRARIES})
endfunction()

# stele_test(lod SOURCES build_test.cpp ... LIBRARIES stele_lod [LABELS gpu]): one test program a folder. The label threads
# is for what starts threads: the preset tsan runs it.
function(stele_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  add_executable(${name}_test ${ARG_SOURCES})
  target_include_directories(${name}_test PRIVATE "${CMAKE_SOURCE_DIR}")
  target_compile_definitions(${name}_test PRIVATE
    STELE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" STELE_BINARY_DIR="${CMAKE_BINARY_DIR}" STELE_SHARED_DIR="${STELE_SHARED}")
  target_link_libraries(${name}_test PRIVATE stele_flags ${ARG_LIBRARIES} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name}_test
    DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()
