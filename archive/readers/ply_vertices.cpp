// Rows of vertices.
#include "archive/readers/ply_vertices.h"

#include <algorithm>

namespace stele::readers {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{256} << 10;

} // namespace

Status PlyVertices::begin()
{
    row_ = 0;
    return body_->go_to(element_);
}

Status PlyVertices::append(VertexBatch& out, std::size_t most)
{
    const auto stride = body_->element(element_).stride_bytes();
    while (!at_end() && out.positions.size() < most)
        STELE_CHECK(body_->is_binary() && stride
                        ? append_block(out, most - out.positions.size(), *stride)
                        : append_row(out));
    return {};
}

Status PlyVertices::append_block(VertexBatch& out, std::size_t most, std::size_t stride)
{
    const std::uint64_t wanted = std::min<std::uint64_t>({most,
        body_->element(element_).count - row_, std::max<std::size_t>(1, kBlockBytes / stride)});
    STELE_TRY(const ByteSpan window, body_->stream().window(stride));
    const std::uint64_t rows = std::min<std::uint64_t>(wanted, window.size() / stride);
    if (rows == 0)
        return Error(Errc::malformed, "the file ends");
    const auto count = static_cast<std::size_t>(rows);
    columns_.append_rows(window.data(), count, body_->must_swap(), out);
    body_->stream().consume(count * stride);
    row_ += rows;
    return {};
}

Status PlyVertices::append_row(VertexBatch& out)
{
    const PlyElement& element = body_->element(element_);
    values_.resize(element.properties.size());
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const PlyProperty& property = element.properties[i];
        if (property.is_list)
            STELE_CHECK(body_->skip_property(property));
        else
            STELE_CHECK(body_->values().next(property.type, values_[i]));
    }
    columns_.append_values(values_, out);
    ++row_;
    return {};
}

} // namespace stele::readers
