# Writes the sample conference's files into a C++ source: cmake -DFOLDER=... -DOUTPUT=... -P EmbedSamples.cmake
set(cases "")
foreach(name conference.toml roster-a.csv roster-b.csv roster-c.csv)
  file(READ "${FOLDER}/${name}" bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(MAKE_C_IDENTIFIER "${name}" id)
  string(APPEND arrays "constexpr char ${id}[] = {${bytes}};\n")
  string(APPEND cases "    if (name == \"${name}\") return {${id}, sizeof ${id}};\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made by cmake/EmbedSamples.cmake from samples/.
#include \"station/cli/demo_samples.hpp\"

namespace kiemphieu::station::cli {
namespace {
${arrays}}  // namespace

std::string_view sample_file(std::string_view name) {
${cases}    return {};
}

}  // namespace kiemphieu::station::cli
")
