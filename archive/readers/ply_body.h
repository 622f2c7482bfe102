// The elements of a PLY body: where each begins, and how to get past those that nobody reads.
#pragma once

#include "archive/readers/ply_header.h"
#include "archive/readers/ply_values.h"

namespace stele::readers {

class PlyBody {
public:
    // input outlives this.
    explicit PlyBody(const Input& input) : stream_(input) {}
    PlyBody(const PlyBody&) = delete;
    PlyBody& operator=(const PlyBody&) = delete;

    Status open();

    const PlyHeader& header() const { return header_; }
    const PlyElement& element(std::size_t index) const { return header_.elements[index]; }
    ByteStream& stream() { return stream_; }
    PlyValues& values() { return *values_; }
    bool is_binary() const { return header_.format != PlyFormat::ascii; }
    bool must_swap() const { return header_.format == PlyFormat::big_endian; }

    // To the first byte of an element, or of what follows the last one. Errc::malformed when the
    // input ends or loses its way before.
    Status go_to(std::size_t element);
    // The stream stands at the first byte of this element.
    void note_begin(std::size_t element) { offset_[element] = stream_.offset(); }
    Status skip_property(const PlyProperty& property);

    // "element vertex, number 17 of 100, byte 1234"; row counts from 0.
    std::string place(std::size_t element, std::uint64_t row) const;

private:
    Status skip_element(std::size_t index);

    ByteStream stream_;
    PlyHeader header_;
    std::optional<PlyValues> values_;
    std::vector<std::optional<std::uint64_t>> offset_; // where known; one more than elements
};

} // namespace stele::readers
