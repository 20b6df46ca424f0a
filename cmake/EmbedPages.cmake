# Writes the built pages into a C++ source, and the list of what they were built from:
# cmake -DFOLDER=dist -DOUTPUT=assets.cpp -DSOURCES=station/web -DDEPFILE=assets.cpp.d -P EmbedPages.cmake
file(GLOB_RECURSE files RELATIVE "${FOLDER}" "${FOLDER}/*")
list(SORT files)
set(data "")
set(rows "")
set(number 0)
foreach(name ${files})
  get_filename_component(extension "${name}" LAST_EXT)
  if(extension STREQUAL ".html")
    set(type "text/html; charset=utf-8")
  elseif(extension STREQUAL ".js")
    set(type "text/javascript; charset=utf-8")
  elseif(extension STREQUAL ".css")
    set(type "text/css; charset=utf-8")
  elseif(extension STREQUAL ".svg")
    set(type "image/svg+xml")
  elseif(extension STREQUAL ".woff2")
    set(type "font/woff2")
  else()
    message(FATAL_ERROR "EmbedPages.cmake: ${name} has no known content type")
  endif()
  file(SHA256 "${FOLDER}/${name}" hash)
  string(SUBSTRING "${hash}" 0 16 hash)
  string(APPEND data "PAGES_FILE(${number}, \"${FOLDER}/${name}\")\n")
  string(APPEND declarations "extern \"C\" const char kiemphieu_pages_${number}[], kiemphieu_pages_end_${number}[];\n")
  string(APPEND rows "        {\"/${name}\", bytes(kiemphieu_pages_${number}, kiemphieu_pages_end_${number}), \"${type}\", \"${hash}\"},\n")
  math(EXPR number "${number} + 1")
endforeach()
if(number EQUAL 0)
  message(FATAL_ERROR "EmbedPages.cmake: nothing in ${FOLDER}")
endif()
file(WRITE "${OUTPUT}" "// Made by cmake/EmbedPages.cmake from station/web/dist.
#include \"station/web/assets.hpp\"

// clang-format off
#define PAGES_FILE(number, path)                                  \\
    __asm__(\".section .rodata\\n\"                                 \\
            \".global kiemphieu_pages_\" #number \"\\n\"              \\
            \"kiemphieu_pages_\" #number \":\\n\"                     \\
            \".incbin \\\"\" path \"\\\"\\n\"                           \\
            \".global kiemphieu_pages_end_\" #number \"\\n\"          \\
            \"kiemphieu_pages_end_\" #number \":\\n\"                 \\
            \".byte 0\\n\"                                          \\
            \".previous\\n\");
${data}
${declarations}
namespace kiemphieu::station::web {
namespace {
std::string_view bytes(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }
}  // namespace

const std::vector<Asset>& assets() {
    static const std::vector<Asset> all{
${rows}    };
    return all;
}

const Asset* find_asset(std::string_view path) {
    for (const Asset& asset : assets()) {
        if (asset.path == path) return &asset;
    }
    return nullptr;
}

}  // namespace kiemphieu::station::web
")

file(GLOB_RECURSE sources "${SOURCES}/src/*" "${SOURCES}/public/*")
list(FILTER sources EXCLUDE REGEX "/api/schema.ts$")
list(JOIN sources " \\\n  " sources)
file(WRITE "${DEPFILE}" "${OUTPUT}: ${sources}\n")
