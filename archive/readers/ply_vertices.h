// The vertices of a PLY body: binary rows without lists a block at a time, every other layout value
// by value.
#pragma once

#include "archive/readers/ply_body.h"
#include "archive/readers/ply_columns.h"

namespace stele::readers {

class PlyVertices {
public:
    // body outlives this.
    PlyVertices(PlyBody& body, std::size_t element, const PlyColumns& columns)
        : body_(&body), element_(element), columns_(columns)
    {
    }
    // To the first row.
    Status begin();
    // Appends rows until out holds about most of them or the element ends. After an error out keeps
    // the rows before it.
    Status append(VertexBatch& out, std::size_t most);
    bool at_end() const { return row_ == body_->element(element_).count; }
    std::string place() const { return body_->place(element_, row_); }

private:
    Status append_block(VertexBatch& out, std::size_t most, std::size_t stride);
    Status append_row(VertexBatch& out);

    PlyBody* body_;
    std::size_t element_;
    PlyColumns columns_;
    std::uint64_t row_ = 0;
    std::vector<double> values_;
};

} // namespace stele::readers
