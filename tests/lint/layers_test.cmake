# check_layers.cmake must refuse each of these trees with these words, and accept the good ones.
# cmake -DCHECK=<check_layers.cmake> -DWORK=<scratch folder> -P layers_test.cmake
cmake_minimum_required(VERSION 3.22)
set(failures 0)
set(cases 0)

# judge(name file content expected): expected "" means that the tree must pass.
function(judge name file content expected)
  set(tree "${WORK}/${name}")
  file(REMOVE_RECURSE "${tree}")
  file(WRITE "${tree}/${file}" "${content}")
  execute_process(COMMAND "${CMAKE_COMMAND}" "-DROOT=${tree}" -P "${CHECK}"
    RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  math(EXPR cases "${cases} + 1")
  set(cases ${cases} PARENT_SCOPE)
  string(FIND "${output}" "${expected}" at)
  if(expected STREQUAL "" AND code EQUAL 0)
    return()
  elseif(NOT expected STREQUAL "" AND NOT code EQUAL 0 AND NOT at EQUAL -1)
    return()
  endif()
  message("${name}: expected \"${expected}\", exit ${code}, got\n${output}")
  math(EXPR failures "${failures} + 1")
  set(failures ${failures} PARENT_SCOPE)
endfunction()

# Layers.
judge(sibling archive/lod/a.cpp "#include \"archive/page/pack.h\"\n"
  "archive/lod/a.cpp: includes \"archive/page/pack.h\": archive/lod may not include archive/page")
judge(upwards archive/base/a.h "#include \"archive/model/ids.h\"\n" "archive/base may not include archive/model")
judge(archive_sees_renderer archive/ingest/a.cpp "#include \"renderer/gpu/device.h\"\n"
  "archive/ingest may not include renderer/gpu")
judge(renderer_sees_lod renderer/frame/a.cpp "#include \"archive/lod/build.h\"\n"
  "renderer/frame may not include archive/lod")
judge(gpu_sees_passes renderer/gpu/a.cpp "#include \"renderer/passes/cull.h\"\n"
  "renderer/gpu may not include renderer/passes")
judge(passes_see_stream renderer/passes/a.cpp "#include \"renderer/stream/select.h\"\n"
  "renderer/passes may not include renderer/stream")
judge(program_sees_renderer tools/stele/a.cpp "#include \"renderer/frame/frame.h\"\n"
  "tools/stele may not include renderer/frame")
judge(program_sees_tests archive/lod/a.cpp "#include \"tests/support/temp_dir.h\"\n" "never includes its tests")
judge(unknown_folder archive/gadget/a.cpp "#include \"archive/base/result.h\"\n"
  "archive/gadget is not in the layer table")
judge(good_layers archive/ingest/a.cpp
  "#include \"archive/ingest/a.h\"\n#include \"archive/lod/build.h\"\n#include \"archive/page/pack.h\"\n#include <vector>\n" "")
judge(good_viewer tools/viewer/a.cpp
  "#include \"archive/ingest/ingest.h\"\n#include \"renderer/frame/frame.h\"\n#include <GLFW/glfw3.h>\n" "")
# Includes.
judge(dotdot archive/lod/a.cpp "#include \"../base/result.h\"\n" "never \"../\"")
judge(dotdot_in_tests tests/a.cpp "#include \"../support/temp_dir.h\"\n" "never \"../\"")
judge(not_from_root archive/lod/a.cpp "#include \"build.h\"\n" "includes start at the root: \"archive/lod/build.h\"")
# Foreign headers.
foreach(header sqlite3.h meshoptimizer.h vulkan/vulkan.h nlohmann/json.hpp openssl/evp.h toml++/toml.h tiny_gltf.h
    pango/pangoft2.h GLFW/glfw3.h CLI/CLI.hpp)
  string(MAKE_C_IDENTIFIER "foreign_${header}" name)
  judge(${name} archive/ocfl/a.cpp "#include <${header}>\n" "archive/ocfl/a.cpp: includes <${header}>: that header stays in")
endforeach()
judge(json_elsewhere_in_base archive/base/file.cpp "#include <nlohmann/json.hpp>\n" "stays in archive/base/json.cpp")
judge(json_in_json archive/base/json.cpp "#include <nlohmann/json.hpp>\n" "")
judge(sqlite_in_catalogue archive/catalogue/a.cpp "#include <sqlite3.h>\n" "")
judge(toml_in_record archive/record/a.cpp "#include <toml++/toml.h>\n" "")
# Words of the code.
judge(vk_create renderer/frame/a.cpp "int x = vkCreateImage(d);\n" "vkCreateImage: Vulkan objects are made and destroyed in renderer/gpu")
judge(vk_destroy renderer/passes/a.cpp "void f() { vkDestroyBuffer(d, b, 0); }\n" "vkDestroyBuffer")
judge(vk_in_gpu renderer/gpu/a.cpp "int x = vkCreateImage(d);\n" "")
judge(prints archive/lod/a.cpp "void f() { std::cout << 1; }\n" "std::cout: archive/ and renderer/ print nothing")
judge(prints_c renderer/gpu/a.cpp "void f() { printf(\"x\"); }\n" "print nothing")
judge(prints_stderr archive/ocfl/a.cpp "void f() { fputs(\"x\", stderr); }\n" "print nothing")
judge(formats_only archive/lod/a.cpp "void f() { std::snprintf(b, 9, \"printf(x)\"); } // never printf(\n" "")
judge(tool_prints tools/stele/a.cpp "void f() { std::printf(\"x\"); }\n" "")
judge(thread archive/lod/a.cpp "std::thread worker{f};\n" "threads are made in archive/base/parallel only")
# Names and sizes.
judge(banned_file archive/lod/mesh_utils.cpp "int x;\n" "archive/lod/mesh_utils.cpp: the word utils")
judge(banned_folder_word renderer/gpu/common.h "int x;\n" "the word common")
judge(banned_class renderer/gpu/a.h "class PageManager {};\n" "class PageManager")
judge(harmless_word archive/lod/commons_hall.cpp "int x; struct Utility {};\n" "")
string(REPEAT "int x[2];\n" 601 long_text)
judge(long_file archive/lod/a.cpp "${long_text}" "601 lines: a file has at most 600")
judge(long_table archive/record/country_table.cpp "${long_text}" "")
judge(long_test tests/archive/lod/a_test.cpp "${long_text}" "")
# Bytes. U+5854 in UTF-8:
string(ASCII 229 161 148 tower)
judge(umlaut_in_comment archive/lod/a.cpp "// ${tower}\nint x;\n" "not ASCII")
judge(umlaut_in_string archive/lod/a.cpp "const char* x = \"${tower} \\\" ${tower}\"; // tower\n" "")
judge(umlaut_in_raw_string archive/lod/a.cpp "const char* x = R\"(\"a\n ${tower} \")\"; int y;\n" "")
judge(umlaut_in_readme archive/lod/README.md "${tower}\n" "")

if(failures GREATER 0)
  message(FATAL_ERROR "${failures} of ${cases} trees judged wrongly")
endif()
message(STATUS "${cases} trees judged rightly")
