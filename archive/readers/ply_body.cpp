// Getting past elements: rows without lists by arithmetic, others value by value.
#include "archive/readers/ply_body.h"

#include "archive/base/shown_text.h"

namespace stele::readers {

Status PlyBody::open()
{
    STELE_TRY(header_, read_ply_header(stream_));
    values_.emplace(stream_, header_.format);
    offset_.resize(header_.elements.size() + 1);
    offset_[0] = header_.data_offset;
    return {};
}

Status PlyBody::go_to(std::size_t element)
{
    std::size_t from = element;
    while (!offset_[from])
        --from;
    stream_.seek(*offset_[from]);
    for (; from < element; ++from) {
        STELE_CHECK(skip_element(from));
        note_begin(from + 1);
    }
    return {};
}

Status PlyBody::skip_element(std::size_t index)
{
    const PlyElement& element = header_.elements[index];
    const auto stride = element.stride_bytes();
    if (is_binary() && stride) {
        if (*stride == 0)
            return {};
        const std::uint64_t rows_left = stream_.remaining() / *stride;
        if (element.count > rows_left)
            return Error(Errc::malformed, "the file ends").in(place(index, rows_left));
        stream_.skip(element.count * *stride);
        return {};
    }
    if (element.properties.empty())
        return {};
    for (std::uint64_t row = 0; row < element.count; ++row)
        for (const PlyProperty& property : element.properties) {
            Status skipped = skip_property(property);
            if (!skipped)
                return std::move(skipped).in(place(index, row)).take_error();
        }
    return {};
}

Status PlyBody::skip_property(const PlyProperty& property)
{
    std::uint64_t length = 1;
    if (property.is_list)
        STELE_CHECK(values_->next_length(property.count_type, length));
    return values_->skip(property.type, length);
}

std::string PlyBody::place(std::size_t element, std::uint64_t row) const
{
    return "element " + excerpt(header_.elements[element].name) + ", number " +
           std::to_string(row + 1) + " of " + std::to_string(header_.elements[element].count) +
           ", byte " + std::to_string(stream_.offset());
}

} // namespace stele::readers
