// Faces and triangle strips of a PLY body, in the order in which the elements stand.
#pragma once

#include "archive/readers/face_sink.h"
#include "archive/readers/ply_body.h"

namespace stele::readers {

// An element that holds faces, and which of its lists holds the indices.
struct PlyFaceElement {
    std::size_t element = 0;
    std::size_t list = 0;
    bool is_strip = false;
};

// Elements face and tristrips that have rows. One without a list of indices is a finding.
std::vector<PlyFaceElement> find_ply_faces(const PlyHeader& header, FindingTally& tally);

class PlyFaces {
public:
    // body outlives this.
    PlyFaces(PlyBody& body, std::vector<PlyFaceElement> elements)
        : body_(&body), elements_(std::move(elements))
    {
    }
    const std::vector<PlyFaceElement>& elements() const { return elements_; }
    FaceSink& sink() { return sink_; }
    const FaceSink& sink() const { return sink_; }

    // A batch; false when there are no more. An error leaves the faces before it in out and skips
    // the elements behind it, so that the next call ends or goes on with nothing lost.
    Result<bool> next(std::vector<Triangle>& out);
    // Bytes from this element on cannot be told apart any more.
    void lose_from(std::size_t element) { lost_from_ = std::min(lost_from_, element); }
    bool lost() const { return lost_from_ != kAll; }
    std::uint64_t rows_read() const { return rows_read_; }

private:
    static constexpr std::size_t kAll = ~std::size_t{0};

    Status read_rows(const PlyFaceElement& faces);
    template <bool kSwap>
    Result<bool> read_triangle_rows(const PlyFaceElement& faces);
    Status read_row(const PlyFaceElement& faces);
    Status read_strip_part(PlyType type);
    Status read_polygon(PlyType type, std::uint64_t length);

    PlyBody* body_;
    std::vector<PlyFaceElement> elements_;
    FaceSink sink_;
    std::size_t current_ = 0; // in elements_
    bool inside_ = false;     // of the current element
    std::size_t lost_from_ = kAll;
    std::uint64_t row_ = 0, rows_read_ = 0;
    std::uint64_t strip_remaining_ = 0; // of a strip that did not fit the batch
    std::vector<std::int64_t> corners_;
};

} // namespace stele::readers
