// PLY in bounded memory: vertices and faces are found by element order, streamed once, and
// everything else is skipped. Binary rows without lists go through whole columns; all other layouts
// value by value.
#include "archive/readers/face_sink.h"
#include "archive/readers/ply_columns.h"
#include "archive/readers/ply_header.h"
#include "archive/readers/ply_values.h"
#include "archive/readers/readers_internal.h"
#include "archive/readers/stated_units.h"

#include <algorithm>
#include <cmath>

namespace stele::readers {

namespace {

constexpr std::size_t kMaxCorners = std::size_t{1} << 20;
constexpr std::size_t kBlockBytes = std::size_t{256} << 10;

// An element that holds faces, and which of its lists holds the indices.
struct FaceElement {
    std::size_t element = 0;
    std::size_t list = 0;
    bool is_strip = false;
};

std::optional<std::size_t> index_list(const PlyElement& element)
{
    for (const std::string_view name : {"vertex_indices", "vertex_index"}) {
        const auto index = element.find(name);
        if (index && element.properties[*index].is_list)
            return index;
    }
    return std::nullopt;
}

class PlySource final : public ScanSource {
public:
    explicit PlySource(Input input)
        : input_(std::make_unique<Input>(std::move(input))), stream_(*input_)
    {
    }

    Status open(Companions companions);

    const ScanInfo& info() const override { return info_; }
    Result<bool> next_vertices(VertexBatch& out) override;
    Result<bool> next_faces(std::vector<Triangle>& out) override;
    Findings findings() const override;

private:
    const PlyElement& vertex() const { return header_.elements[vertex_]; }
    bool is_binary() const { return header_.format != PlyFormat::ascii; }
    bool must_swap() const { return header_.format == PlyFormat::big_endian; }

    Status choose_elements();
    Status go_to_element(std::size_t wanted);
    Status skip_element(std::size_t index);
    Status skip_row(const PlyElement& element, PlyValues& values);

    Status read_vertex_block(VertexBatch& out, std::size_t stride);
    Status read_vertex_row(VertexBatch& out);

    Status read_faces(const FaceElement& faces);
    template <class T, bool kSwap>
    Result<bool> read_triangle_rows(const FaceElement& faces);
    Status read_face_row(const FaceElement& faces, PlyValues& values);
    Status read_strip_part(PlyType type, PlyValues& values);
    Status read_index(PlyType type, PlyValues& values, std::int64_t& index);

    Error at_row(Error error, const PlyElement& element, std::uint64_t row) const;

    std::unique_ptr<Input> input_; // stable address for stream_
    ByteStream stream_;
    PlyHeader header_;
    ScanInfo info_;
    PlyColumns columns_;
    std::size_t vertex_ = 0;
    std::vector<FaceElement> faces_;
    std::vector<std::optional<std::uint64_t>>
        element_offset_; // where known; one more than elements

    std::uint64_t row_ = 0; // in the element being read
    bool positioned_ = false;
    std::size_t face_element_ = 0;      // index into faces_
    std::uint64_t strip_remaining_ = 0; // of a strip list that did not fit the batch
    std::size_t strip_resume_ = 0;      // property after which the row goes on
    std::uint64_t delivered_ = 0;
    std::vector<double> row_values_;
    std::vector<std::int64_t> corners_;
    FaceSink sink_;
};

Status PlySource::open(Companions)
{
    STELE_TRY(header_, read_ply_header(stream_));
    STELE_CHECK(choose_elements());
    element_offset_.resize(header_.elements.size() + 1);
    element_offset_[0] = header_.data_offset;
    for (const std::string& comment : header_.comments)
        note_stated_units(comment, info_);
    info_.format = header_.format == PlyFormat::ascii ? "PLY ASCII 1.0"
                   : must_swap()                      ? "PLY binary big-endian 1.0"
                                                      : "PLY binary little-endian 1.0";
    info_.declared_vertices = vertex().count;
    std::uint64_t declared_faces = 0;
    bool has_strips = false;
    for (const FaceElement& faces : faces_) {
        declared_faces += header_.elements[faces.element].count;
        has_strips = has_strips || faces.is_strip;
    }
    if (!has_strips)
        info_.declared_faces = declared_faces;
    info_.has_colours = columns_.has_colours();
    info_.has_normals = columns_.has_normals();
    return {};
}

Status PlySource::choose_elements()
{
    const PlyElement* const vertex = header_.find("vertex");
    if (vertex == nullptr)
        return Error(Errc::malformed, "PLY header: no element vertex");
    vertex_ = static_cast<std::size_t>(vertex - header_.elements.data());
    STELE_TRY(columns_, PlyColumns::plan(*vertex));
    for (std::size_t i = 0; i < header_.elements.size(); ++i) {
        const PlyElement& element = header_.elements[i];
        const bool is_strip = element.name == "tristrips";
        if ((element.name != "face" && !is_strip) || element.count == 0)
            continue;
        const auto list = index_list(element);
        if (!list)
            return Error(Errc::malformed,
                "PLY header: element " + element.name + " has no list vertex_indices");
        if (is_float(element.properties[*list].type))
            return Error(Errc::malformed, "PLY header: vertex_indices are floating-point numbers");
        faces_.push_back({i, *list, is_strip});
    }
    if (faces_.empty())
        return Error(Errc::unsupported, "a PLY file with " + std::to_string(vertex->count) +
                                            " points and no faces: points are not supported yet");
    return {};
}

Status PlySource::go_to_element(std::size_t wanted)
{
    std::size_t from = wanted;
    while (!element_offset_[from])
        --from;
    stream_.seek(*element_offset_[from]);
    for (; from < wanted; ++from) {
        STELE_CHECK(skip_element(from));
        element_offset_[from + 1] = stream_.offset();
    }
    row_ = 0;
    return {};
}

Status PlySource::skip_element(std::size_t index)
{
    const PlyElement& element = header_.elements[index];
    const auto stride = element.stride_bytes();
    if (is_binary() && stride) {
        if (*stride == 0)
            return {};
        const std::uint64_t rows_left = stream_.remaining() / *stride;
        if (element.count > rows_left)
            return at_row(Error(Errc::malformed, "the file ends"), element, rows_left);
        stream_.skip(element.count * *stride);
        return {};
    }
    if (element.properties.empty())
        return {};
    PlyValues values(stream_, header_.format);
    for (std::uint64_t row = 0; row < element.count; ++row) {
        Status skipped = skip_row(element, values);
        if (!skipped)
            return at_row(skipped.take_error(), element, row);
    }
    return {};
}

Status PlySource::skip_row(const PlyElement& element, PlyValues& values)
{
    for (const PlyProperty& property : element.properties) {
        std::uint64_t length = 1;
        if (property.is_list)
            STELE_CHECK(values.next_length(property.count_type, length));
        STELE_CHECK(values.skip(property.type, length));
    }
    return {};
}

// "element vertex, number 17 of 100, byte 1234: the file ends"
Error PlySource::at_row(Error error, const PlyElement& element, std::uint64_t row) const
{
    return std::move(error).in("element " + element.name + ", number " + std::to_string(row + 1) +
                               " of " + std::to_string(element.count) + ", byte " +
                               std::to_string(stream_.offset()));
}

Result<bool> PlySource::next_vertices(VertexBatch& out)
{
    out.clear();
    if (!positioned_) {
        STELE_CHECK(go_to_element(vertex_));
        positioned_ = true;
    }
    const auto stride = vertex().stride_bytes();
    while (row_ < vertex().count && out.positions.size() < kBatch) {
        if (delivered_ + out.positions.size() >= kMaxVertices)
            return Error(Errc::limit, "more than 4294967295 vertices");
        Status read =
            is_binary() && stride ? read_vertex_block(out, *stride) : read_vertex_row(out);
        if (!read)
            return at_row(read.take_error(), vertex(), row_);
    }
    delivered_ += out.positions.size();
    if (out.positions.empty() && !element_offset_[vertex_ + 1])
        element_offset_[vertex_ + 1] = stream_.offset();
    sink_.set_vertex_count(delivered_);
    return !out.positions.empty();
}

Status PlySource::read_vertex_block(VertexBatch& out, std::size_t stride)
{
    const std::uint64_t wanted = std::min<std::uint64_t>({kBatch - out.positions.size(),
        vertex().count - row_, std::max<std::size_t>(1, kBlockBytes / stride)});
    STELE_TRY(const ByteSpan window, stream_.window(stride));
    const std::uint64_t rows = std::min<std::uint64_t>(wanted, window.size() / stride);
    if (rows == 0)
        return Error(Errc::malformed, "the file ends");
    const auto count = static_cast<std::size_t>(rows);
    columns_.append_rows(window.data(), count, must_swap(), out);
    stream_.consume(count * stride);
    row_ += rows;
    return {};
}

Status PlySource::read_vertex_row(VertexBatch& out)
{
    PlyValues values(stream_, header_.format);
    row_values_.resize(vertex().properties.size());
    for (std::size_t i = 0; i < row_values_.size(); ++i) {
        const PlyProperty& property = vertex().properties[i];
        if (property.is_list) {
            std::uint64_t length = 0;
            STELE_CHECK(values.next_length(property.count_type, length));
            STELE_CHECK(values.skip(property.type, length));
        } else {
            STELE_CHECK(values.next(property.type, row_values_[i]));
        }
    }
    columns_.append_values(row_values_, out);
    ++row_;
    return {};
}

Result<bool> PlySource::next_faces(std::vector<Triangle>& out)
{
    out.clear();
    sink_.set_output(out);
    while (out.empty() && face_element_ < faces_.size()) {
        const FaceElement& faces = faces_[face_element_];
        const PlyElement& element = header_.elements[faces.element];
        if (positioned_) { // first call for this element
            STELE_CHECK(go_to_element(faces.element));
            positioned_ = false;
        }
        Status read = read_faces(faces);
        if (!read)
            return at_row(read.take_error(), element, row_);
        if (row_ == element.count && strip_remaining_ == 0) {
            element_offset_[faces.element + 1] = stream_.offset();
            ++face_element_;
            positioned_ = true;
        }
    }
    return !out.empty();
}

Status PlySource::read_faces(const FaceElement& faces)
{
    const PlyElement& element = header_.elements[faces.element];
    const PlyProperty& list = element.properties[faces.list];
    const auto lists = std::count_if(element.properties.begin(), element.properties.end(),
        [](const PlyProperty& p) { return p.is_list; });
    const bool common = is_binary() && !faces.is_strip && lists == 1 &&
                        size_bytes(list.count_type) == 1 && size_bytes(list.type) == 4;
    PlyValues values(stream_, header_.format);
    while (!sink_.is_full() && (row_ < element.count || strip_remaining_ > 0)) {
        if (common) {
            STELE_TRY(const bool progress, must_swap()
                                               ? read_triangle_rows<std::int32_t, true>(faces)
                                               : read_triangle_rows<std::int32_t, false>(faces));
            if (progress)
                continue;
        }
        STELE_CHECK(read_face_row(faces, values));
        row_ += strip_remaining_ == 0 ? 1 : 0;
    }
    return {};
}

// Rows "bytes, 8-bit length, 32-bit indices, bytes" while one of any length is sure to be in the
// window. False: nothing was read, because the input's end is near.
template <class T, bool kSwap>
Result<bool> PlySource::read_triangle_rows(const FaceElement& faces)
{
    const PlyElement& element = header_.elements[faces.element];
    const bool is_signed_index = element.properties[faces.list].type == PlyType::i32;
    const bool is_signed_length = element.properties[faces.list].count_type == PlyType::i8;
    std::size_t before = 0, after = 0;
    for (std::size_t i = 0; i < element.properties.size(); ++i)
        if (i != faces.list)
            (i < faces.list ? before : after) += size_bytes(element.properties[i].type);
    const std::size_t longest_row = before + 1 + 255 * sizeof(T) + after;
    STELE_TRY(const ByteSpan window, stream_.window(longest_row));
    const std::uint64_t first_row = row_;
    const std::byte* p = window.data();
    const std::byte* const end = p + window.size();
    const auto index_at = [&](const std::byte* at) {
        const T index = load<T, kSwap>(at);
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
                corners_.push_back(index_at(indices + i * sizeof(T)));
            sink_.polygon(corners_);
        }
        p = indices + length * sizeof(T) + after;
        ++row_;
    }
    stream_.consume(static_cast<std::size_t>(p - window.data()));
    return row_ > first_row;
}

Status PlySource::read_index(PlyType type, PlyValues& values, std::int64_t& index)
{
    double value = 0;
    STELE_CHECK(values.next(type, value));
    // Whatever is no whole number, or lies beyond all indices, must come out as out of range; -1
    // restarts strips.
    index = std::abs(value) < 0x1p53 && value == std::floor(value)
                ? static_cast<std::int64_t>(value)
                : std::int64_t{-2};
    return {};
}

Status PlySource::read_strip_part(PlyType type, PlyValues& values)
{
    for (; strip_remaining_ > 0 && !sink_.is_full(); --strip_remaining_) {
        std::int64_t index = 0;
        STELE_CHECK(read_index(type, values, index));
        sink_.strip_index(index);
    }
    return {};
}

Status PlySource::read_face_row(const FaceElement& faces, PlyValues& values)
{
    const PlyElement& element = header_.elements[faces.element];
    std::size_t i = strip_remaining_ > 0 ? faces.list : 0;
    for (; i < element.properties.size(); ++i) {
        const PlyProperty& property = element.properties[i];
        std::uint64_t length = 1;
        if (property.is_list && strip_remaining_ == 0)
            STELE_CHECK(values.next_length(property.count_type, length));
        if (i != faces.list) {
            STELE_CHECK(values.skip(property.type, length));
        } else if (faces.is_strip) {
            if (strip_remaining_ == 0) {
                sink_.restart_strip();
                strip_remaining_ = length;
            }
            STELE_CHECK(read_strip_part(property.type, values));
            if (strip_remaining_ > 0)
                return {};
        } else if (length > kMaxCorners) {
            sink_.oversized_polygon();
            STELE_CHECK(values.skip(property.type, length));
        } else {
            corners_.clear();
            for (; length > 0; --length) {
                std::int64_t index = 0;
                STELE_CHECK(read_index(property.type, values, index));
                corners_.push_back(index);
            }
            sink_.polygon(corners_);
        }
    }
    return {};
}

Findings PlySource::findings() const
{
    FindingTally tally;
    sink_.report(tally);
    for (const FaceElement& faces : faces_)
        if (header_.elements[faces.element].find("red"))
            tally.add(Severity::info, "scan.face-colours-skipped", "",
                "colours of faces are not used, only colours of vertices",
                header_.elements[faces.element].count);
    return tally.findings();
}

} // namespace

OpenedScan open_ply(Input input, Companions companions)
{
    auto source = std::make_unique<PlySource>(std::move(input));
    STELE_CHECK(source->open(std::move(companions)));
    return std::unique_ptr<ScanSource>(std::move(source));
}

} // namespace stele::readers
