// The container of binary glTF: one JSON chunk, one BIN chunk (glTF 2.0, section 4.4). Written here
// because tinygltf drops extensions on buffers and buffer views.
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/json.h"

#include <cstdint>

namespace stele::page {

struct GlbBytes {
    Bytes bytes;
    std::uint32_t bin_offset = 0; // of the BIN chunk's data
};

// Fails with Errc::limit beyond 4 GiB.
Result<GlbBytes> write_glb(const Json& document, ByteSpan bin);
// All that comes before the BIN chunk's bytes, which follow, padded with zeros to a multiple of 4.
Result<Bytes> write_glb_head(const Json& document, std::uint64_t bin_bytes);

struct Glb {
    Json document;
    ByteSpan bin; // borrowed; padding included
    std::uint32_t bin_offset = 0;
};
Result<Glb> read_glb(ByteSpan bytes);

} // namespace stele::page
