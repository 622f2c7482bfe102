// Decodes messages of mesh_stream.h from a program that may be broken or taken over: every count,
// text, order and total is checked, and no more is allocated than has come.
#pragma once

#include "archive/readers/byte_source.h"
#include "archive/readers/mesh_stream.h"

namespace stele::readers {

struct StreamHead {
    StreamScene scene;
    std::vector<StreamPart> parts;
    std::vector<StreamMaterial> materials;
    std::vector<StreamImage> images;
    std::vector<Bytes> image_bytes; // by image
};

class MeshStreamReader {
public:
    // source must outlive this.
    explicit MeshStreamReader(ByteSource& source) : source_(&source) {}

    // The prologue, and everything before the first vertices. Errc::malformed for what breaks the
    // format; a failure message becomes its error.
    Result<StreamHead> read_head();
    // The next batch, at least one vertex. False: the vertices are complete.
    Result<bool> next_vertices(StreamVertices& out);
    // Precondition: next_vertices has returned false. The next batch, at least one face.
    Result<bool> next_faces(StreamFaces& out);
    // Complete once next_faces has returned false.
    const Findings& findings() const { return findings_; }

    // The prologue of a --draco conversation.
    Status read_prologue();
    // The next request; the compressed bytes replace bytes. False: there are no more.
    Result<bool> next_draco(StreamDraco& request, Bytes& bytes);
    struct Decoded {
        std::uint32_t vertices = 0, indices = 0;
        Bytes bytes; // the attributes, then the indices
    };
    // stride_bytes: of all attributes of one vertex.
    Result<Decoded> read_decoded(std::uint64_t stride_bytes);

private:
    Status read_exactly(std::span<std::byte> out);
    // Reads the next message into kind_ and payload_; findings are kept and passed over.
    Status next();
    Status read_payload(std::uint32_t size);
    Status keep_finding();
    Error failure() const;
    Result<Bytes> read_data(std::uint64_t size);
    Result<StreamScene> parse_scene() const;
    Status parse_before_vertices(StreamHead& head);
    Status parse_image(StreamHead& head);
    Status parse_end();

    ByteSource* source_;
    StreamKind kind_ = StreamKind::scene;
    Bytes payload_;
    StreamScene scene_;
    std::size_t material_count_ = 0;
    std::uint64_t vertices_ = 0, faces_ = 0, image_bytes_ = 0;
    bool is_pending_ = false; // kind_ and payload_ wait to be looked at
    Findings findings_;
};

} // namespace stele::readers
