// Colours of the vertices of a mesh stream: from the material's picture, else the vertex, else the
// material. Pictures are decoded when first sampled, at most 1 GiB of them at a time.
#pragma once

#include "archive/readers/companion.h"
#include "archive/readers/finding_tally.h"
#include "archive/readers/mesh_stream_reader.h"

#include <map>
#include <set>

namespace stele::readers {

class ForeignColours {
public:
    // Names the pictures to companions and reports those that cannot be had. The referents must
    // outlive this.
    ForeignColours(const StreamHead& head, Companions& companions, FindingTally& tally);

    // Whether any vertex has a colour of its own.
    bool any() const { return any_; }
    // One colour a vertex of the batch.
    void append(const StreamVertices& batch, std::vector<Rgba8>& out);

    const SamplingReport& sampling() const { return sampling_; }
    std::vector<TexturePage> pages() const;
    double texel_size() const;

private:
    // A picture beside the scan or inside it.
    struct Picture {
        std::optional<std::size_t> companion; // else image
        std::size_t image = 0;
        bool found = false;
        bool is_looked_at = false; // width and height are known, or it is not decodable
        std::uint32_t width = 0, height = 0;
    };

    std::string name_of(const Picture& picture) const;
    std::size_t picture_of(const StreamMaterial& material);
    const Image* decoded(std::size_t index); // of pictures_
    Result<Image> load(const Picture& picture) const;
    bool sample_batch(const StreamVertices& batch, std::vector<Rgba8>& out);

    const StreamHead* head_;
    Companions* companions_;
    FindingTally* tally_;
    bool any_ = false;
    std::vector<Picture> pictures_;
    std::vector<std::optional<std::size_t>> picture_; // by material
    std::map<std::size_t, Image> held_;               // by picture
    std::uint64_t held_bytes_ = 0;
    SamplingReport sampling_;
};

} // namespace stele::readers
