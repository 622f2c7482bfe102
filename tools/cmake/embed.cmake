# stele_embed(target NAMESPACE stele::record TEXTS schema_text=assets/schema/record-1.json ...)
# Compiles each text file into the target as `extern const std::string_view <name>` in that namespace; paths are
# relative to the source root. Run as a script (-P) it writes one such .cpp: no tool beyond CMake is needed.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${INPUT}" text)
  string(FIND "${text}" ")stele_text\"" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "${INPUT} holds the delimiter )stele_text\"")
  endif()
  file(WRITE "${OUTPUT}" "#include <string_view>\nnamespace ${NAMESPACE} {\n"
    "extern const std::string_view ${NAME};\n"
    "const std::string_view ${NAME} = R\"stele_text(${text})stele_text\";\n}\n")
  return()
endif()

function(stele_embed target)
  cmake_parse_arguments(ARG "" "NAMESPACE" "TEXTS" ${ARGN})
  foreach(entry IN LISTS ARG_TEXTS)
    string(REPLACE "=" ";" parts "${entry}")
    list(GET parts 0 name)
    list(GET parts 1 path)
    set(input "${CMAKE_SOURCE_DIR}/${path}")
    set(output "${CMAKE_BINARY_DIR}/generated/embedded/${target}_${name}.cpp")
    add_custom_command(OUTPUT "${output}"
      COMMAND ${CMAKE_COMMAND} "-DINPUT=${input}" "-DOUTPUT=${output}" "-DNAME=${name}"
        "-DNAMESPACE=${ARG_NAMESPACE}" -P "${CMAKE_SOURCE_DIR}/tools/cmake/embed.cmake"
      DEPENDS "${input}" "${CMAKE_SOURCE_DIR}/tools/cmake/embed.cmake"
      VERBATIM)
    target_sources(${target} PRIVATE "${output}")
  endforeach()
endfunction()
