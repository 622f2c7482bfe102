// Which properties of a vertex row mean something, and how whole blocks of binary rows become a
// VertexBatch: column by column, with one dispatch on the type per column and block.
#pragma once

#include "archive/model/scan.h"
#include "archive/readers/ply_header.h"

#include <span>

namespace stele::readers {

class PlyColumns {
public:
    // Errc::malformed without x, y and z.
    static Result<PlyColumns> plan(const PlyElement& vertex);

    bool has_colours() const { return has_colours_; }
    bool has_normals() const { return has_normals_; }
    // Whether anything is made of this property.
    bool uses(std::size_t property) const;

    // Appends count rows. Precondition: the element has a stride, and rows holds count of them.
    void append_rows(const std::byte* rows, std::size_t count, bool swap, VertexBatch& out) const;
    // Appends one row, given its values by property; lists hold anything.
    void append_values(std::span<const double> values, VertexBatch& out) const;

private:
    struct Column {
        std::size_t property = 0;
        std::size_t offset = 0; // in the row, when it has a stride
        PlyType type = PlyType::f32;
        bool present = false;
    };

    std::array<Column, 3> position_;
    std::array<Column, 3> normal_;
    std::array<Column, 4> colour_; // the last is alpha
    std::size_t stride_ = 0;
    bool has_colours_ = false, has_normals_ = false;
};

} // namespace stele::readers
