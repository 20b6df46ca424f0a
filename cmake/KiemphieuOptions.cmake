# Interface targets that every target of ours links: language level, warnings, sanitizers.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

add_library(kiemphieu_options INTERFACE)
target_compile_features(kiemphieu_options INTERFACE cxx_std_20)
target_include_directories(kiemphieu_options INTERFACE "${PROJECT_SOURCE_DIR}")
# Asserts guard invariants of the count, so they stay on in release builds.
foreach(config RELEASE RELWITHDEBINFO MINSIZEREL)
  string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_${config} "${CMAKE_CXX_FLAGS_${config}}")
endforeach()
if(KIEMPHIEU_SANITIZE)
  target_compile_options(kiemphieu_options INTERFACE -fsanitize=${KIEMPHIEU_SANITIZE} -fno-omit-frame-pointer -g)
  target_link_options(kiemphieu_options INTERFACE -fsanitize=${KIEMPHIEU_SANITIZE})
endif()

add_library(kiemphieu_warnings INTERFACE)
target_compile_options(kiemphieu_warnings INTERFACE
  -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor
  # GCC 12 warns falsely inside std::string's operator+ (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${KIEMPHIEU_WERROR}>:-Werror>)

# kiemphieu_room(NAME sources...): a folder's library, with the options and warnings of the house.
function(kiemphieu_room name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PUBLIC kiemphieu_options PRIVATE kiemphieu_warnings)
endfunction()
