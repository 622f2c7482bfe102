# stele_shaders(<target> a.comp b.comp): compile with glslc and embed. C++ includes "shaders/a.comp.inc" as the
# initialiser of an array of 32-bit words.
function(stele_shaders target)
  set(outputs)
  foreach(name IN LISTS ARGN)
    set(source "${CMAKE_SOURCE_DIR}/renderer/shaders/${name}")
    set(output "${CMAKE_BINARY_DIR}/generated/shaders/${name}.inc")
    add_custom_command(
      OUTPUT "${output}"
      COMMAND ${CMAKE_COMMAND} -E make_directory "${CMAKE_BINARY_DIR}/generated/shaders"
      COMMAND Vulkan::glslc --target-env=vulkan1.3 -O -Werror -mfmt=num
              -I "${CMAKE_SOURCE_DIR}" -MD -MF "${output}.d" -o "${output}" "${source}"
      DEPENDS "${source}"
      DEPFILE "${output}.d"
      COMMENT "Compiling shader ${name}"
      VERBATIM)
    list(APPEND outputs "${output}")
  endforeach()
  target_sources(${target} PRIVATE ${outputs})
endfunction()
