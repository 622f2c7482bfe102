// Buffers and buffer views of a glTF asset. Every view is inside its buffer when it comes out of
// here; bytes are read, and EXT_meshopt_compression decoded, when a view is first asked for.
#pragma once

#include "archive/readers/companion.h"
#include "archive/readers/gltf_draco.h"
#include "archive/readers/gltf_file.h"

#include <map>

namespace stele::readers {

// What EXT_meshopt_compression says of a view.
struct MeshoptView {
    std::uint64_t count = 0, stride_bytes = 0;
    std::string mode, filter;
};

// Bytes of the decoded view. Errc::malformed or unsupported; sizes are judged before anything is
// allocated.
Result<Bytes> decode_meshopt(ByteSpan encoded, const MeshoptView& view);

class GltfBuffers {
public:
    // Names the external buffers to companions; reads nothing yet. The referents must outlive this.
    GltfBuffers(const GltfFile& file, Companions& companions, FindingTally& tally);

    Result<ByteSpan> view(std::uint64_t index);
    // 0 when the view is tightly packed.
    std::uint64_t stride_bytes(std::uint64_t view) const;
    GltfDraco& draco() { return draco_; }

private:
    Result<ByteSpan> buffer(std::uint64_t index);
    Result<ByteSpan> part_of_buffer(const Json& place);
    Result<ByteSpan> load_external(std::uint64_t index);
    Result<ByteSpan> decode(std::uint64_t index, const Json& view, const Json& meshopt);

    const GltfFile* file_;
    Companions* companions_;
    FindingTally* tally_;
    std::vector<std::optional<std::size_t>> companion_; // by buffer
    std::map<std::uint64_t, Bytes> embedded_;           // by buffer
    std::map<std::filesystem::path, Bytes> external_;   // by file, however often it is named
    std::map<std::uint64_t, Bytes> decoded_;            // by view
    std::uint64_t decoded_bytes_ = 0;
    GltfDraco draco_;
};

} // namespace stele::readers
