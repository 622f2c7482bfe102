// Formats that the program stele-read-mesh reads for us: its answer as a pull source, one batch in
// memory.
#pragma once

#include "archive/base/parallel.h"
#include "archive/readers/byte_source.h"
#include "archive/readers/readers_internal.h"

#include <filesystem>
#include <string_view>

namespace stele::readers {

struct ForeignRequest {
    std::filesystem::path file, folder; // folder as in ReadOptions
    std::string_view format;            // as stele-read-mesh knows it: "stl"
    std::string_view format_name;       // as people do: "STL"
    std::filesystem::path program;      // empty: beside this program
    const Cancel* cancel = nullptr;
};

OpenedScan open_foreign(const ForeignRequest& request, Companions companions);
// The mesh stream itself, from anywhere.
OpenedScan open_mesh_stream(std::unique_ptr<ByteSource> bytes, Companions companions);

} // namespace stele::readers
