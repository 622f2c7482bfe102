// Encodes messages of mesh_stream.h. What it is given is cut or refused to fit the limits, so that
// a stream that is written whole can be read.
#pragma once

#include "archive/base/bytes.h"
#include "archive/readers/mesh_stream.h"

#include <functional>

namespace stele::readers {

class MeshStreamWriter {
public:
    // Takes the bytes in order; false ends everything that follows.
    using Send = std::function<bool(ByteSpan)>;

    explicit MeshStreamWriter(Send send) : send_(std::move(send)) {}

    void prologue();
    void scene(const StreamScene& scene);
    void finding(const Finding& finding);
    void part(const StreamPart& part);
    void image(const StreamImage& image, ByteSpan bytes);
    void material(const StreamMaterial& material);
    // Precondition: arrays parallel, at most kMaxStreamCount long, present as the scene says.
    void vertices(const StreamVertices& vertices);
    void faces(const StreamFaces& faces);
    void end(std::uint64_t vertices, std::uint64_t faces);
    void failure(StreamFailure why, std::string_view reason);
    void draco(const StreamDraco& request, ByteSpan compressed);
    void decoded(std::uint32_t vertices, std::uint32_t indices, std::span<const ByteSpan> parts);

    // False once a send has failed.
    bool good() const { return good_; }

private:
    void message(StreamKind kind);
    void text(std::string_view text);
    void data(ByteSpan bytes);
    template <class T>
    void array(const std::vector<T>& values);

    Send send_;
    bool good_ = true;
    ByteWriter payload_;
};

} // namespace stele::readers
