// Binary rows with one list of 32-bit indices go through whole windows; every other layout value by
// value.
#include "archive/readers/ply_faces.h"

#include <algorithm>
#include <cmath>

namespace stele::readers {

namespace {

constexpr std::size_t kMaxCorners = std::size_t{1} << 20;

// By its usual names; else the only list of whole numbers.
std::optional<std::size_t> index_list(const PlyElement& element)
{
    for (const std::string_view name : {"vertex_indices", "vertex_index"}) {
        const auto index = element.find(name);
        if (index && element.properties[*index].is_list)
            return index;
    }
    std::optional<std::size_t> only;
    for (std::size_t i = 0; i < element.properties.size(); ++i) {
        if (!element.properties[i].is_list || is_float(element.properties[i].type))
            continue;
        if (only)
            return std::nullopt;
        only = i;
    }
    return only;
}

} // namespace

std::vector<PlyFaceElement> find_ply_faces(const PlyHeader& header, FindingTally& tally)
{
    std::vector<PlyFaceElement> found;
    for (std::size_t i = 0; i < header.elements.size(); ++i) {
        const PlyElement& element = header.elements[i];
        const bool is_strip = element.name == "tristrips";
        if ((element.name != "face" && !is_strip) || element.count == 0)
            continue;
        const auto list = index_list(element);
        if (list)
            found.push_back({i, *list, is_strip});
        else
            tally.add(Severity::warning, "ply.faces-without-indices", "element " + element.name,
                "faces have no list vertex_indices, and are left out", element.count);
    }
    return found;
}

Result<bool> PlyFaces::next(std::vector<Triangle>& out)
{
    out.clear();
    sink_.set_output(out);
    while (out.empty() && current_ < elements_.size()) {
        const PlyFaceElement& faces = elements_[current_];
        if (faces.element >= lost_from_) {
            ++current_;
            inside_ = false;
            continue;
        }
        if (!inside_) {
            Status found = body_->go_to(faces.element);
            if (!found) {
                lose_from(faces.element);
                return found.take_error();
            }
            inside_ = true;
            row_ = strip_remaining_ = 0;
        }
        Status read = read_rows(faces);
        if (!read) {
            lose_from(faces.element);
            return std::move(read).in(body_->place(faces.element, row_)).take_error();
        }
        if (row_ == body_->element(faces.element).count && strip_remaining_ == 0) {
            body_->note_begin(faces.element + 1);
            ++current_;
            inside_ = false;
        }
    }
    return !out.empty();
}

Status PlyFaces::read_rows(const PlyFaceElement& faces)
{
    const PlyElement& element = body_->element(faces.element);
    const PlyProperty& list = element.properties[faces.list];
    const auto lists = std::count_if(element.properties.begin(), element.properties.end(),
        [](const PlyProperty& p) { return p.is_list; });
    const bool common = body_->is_binary() && !faces.is_strip && lists == 1 &&
                        size_bytes(list.count_type) == 1 &&
                        (list.type == PlyType::i32 || list.type == PlyType::u32);
    while (!sink_.is_full() && (row_ < element.count || strip_remaining_ > 0)) {
        if (common) {
            STELE_TRY(const bool progress, body_->must_swap() ? read_triangle_rows<true>(faces)
                                                              : read_triangle_rows<false>(faces));
            if (progress)
                continue;
        }
        STELE_CHECK(read_row(faces));
        row_ += strip_remaining_ == 0 ? 1 : 0;
        rows_read_ += strip_remaining_ == 0 ? 1 : 0;
    }
    return {};
}

// Rows "bytes, 8-bit length, 32-bit indices, bytes" while one of any length is sure to be in the
// window. False: nothing was read, because the input's end is near.
template <bool kSwap>
Result<bool> PlyFaces::read_triangle_rows(const PlyFaceElement& faces)
{
    const PlyElement& element = body_->element(faces.element);
    const bool is_signed_index = element.properties[faces.list].type == PlyType::i32;
    const bool is_signed_length = element.properties[faces.list].count_type == PlyType::i8;
    constexpr std::size_t kIndexBytes = 4;
    std::size_t before = 0, after = 0;
    for (std::size_t i = 0; i < element.properties.size(); ++i)
        if (i != faces.list)
            (i < faces.list ? before : after) += size_bytes(element.properties[i].type);
    const std::size_t longest_row = before + 1 + 255 * kIndexBytes + after;
    STELE_TRY(const ByteSpan window, body_->stream().window(longest_row));
    const std::uint64_t first_row = row_;
    const std::byte* p = window.data();
    const std::byte* const end = p + window.size();
    const auto index_at = [&](const std::byte* at) {
        const auto index = load<std::int32_t, kSwap>(at);
        return is_signed_index ? std::int64_t{index}
                               : std::int64_t{static_cast<std::uint32_t>(index)};
    };
    while (row_ < element.count && !sink_.is_full() &&
           static_cast<std::size_t>(end - p) >= longest_row) {
        const std::byte* const indices = p + before + 1;
        const auto length = std::to_integer<std::size_t>(p[before]);
        if (length == 3) {
            sink_.triangle(index_at(indices), index_at(indices + 4), index_at(indices + 8));
        } else {
            if (is_signed_length && length > 127)
                break; // the slow path words the error
            corners_.clear();
            for (std::size_t i = 0; i < length; ++i)
                corners_.push_back(index_at(indices + i * kIndexBytes));
            sink_.polygon(corners_);
        }
        p = indices + length * kIndexBytes + after;
        ++row_;
    }
    body_->stream().consume(static_cast<std::size_t>(p - window.data()));
    rows_read_ += row_ - first_row;
    return row_ > first_row;
}

Status PlyFaces::read_strip_part(PlyType type)
{
    for (; strip_remaining_ > 0 && !sink_.is_full(); --strip_remaining_) {
        std::int64_t index = 0;
        STELE_CHECK(body_->values().next_index(type, index));
        sink_.strip_index(index);
    }
    return {};
}

Status PlyFaces::read_polygon(PlyType type, std::uint64_t length)
{
    if (length > kMaxCorners) {
        sink_.oversized_polygon();
        return body_->values().skip(type, length);
    }
    corners_.clear();
    for (; length > 0; --length) {
        std::int64_t index = 0;
        STELE_CHECK(body_->values().next_index(type, index));
        corners_.push_back(index);
    }
    sink_.polygon(corners_);
    return {};
}

Status PlyFaces::read_row(const PlyFaceElement& faces)
{
    const PlyElement& element = body_->element(faces.element);
    const bool resumed = strip_remaining_ > 0;
    for (std::size_t i = resumed ? faces.list : 0; i < element.properties.size(); ++i) {
        const PlyProperty& property = element.properties[i];
        if (i != faces.list) {
            STELE_CHECK(body_->skip_property(property));
            continue;
        }
        std::uint64_t length = strip_remaining_;
        if (!resumed)
            STELE_CHECK(body_->values().next_length(property.count_type, length));
        if (!faces.is_strip) {
            STELE_CHECK(read_polygon(property.type, length));
            continue;
        }
        if (!resumed)
            sink_.restart_strip();
        strip_remaining_ = length;
        STELE_CHECK(read_strip_part(property.type));
        if (strip_remaining_ > 0)
            return {};
    }
    return {};
}

} // namespace stele::readers
