// Accessors by glTF 2.0, section 3.6.2; normalised integers by section 3.11.
#include "archive/readers/gltf_accessor.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace stele::readers {

namespace {

// Without a buffer view an accessor is zeros, whose count nothing in the file pays for.
constexpr std::uint64_t kMaxZeros = std::uint64_t{1} << 24;

Error bad(const std::string& what)
{
    return {Errc::malformed, what};
}

std::size_t size_of(Component component)
{
    switch (component) {
    case Component::i8:
    case Component::u8:
        return 1;
    case Component::i16:
    case Component::u16:
        return 2;
    case Component::u32:
    case Component::f32:
        return 4;
    }
    return 4;
}

Status check_range(std::uint64_t size, std::uint64_t offset, std::uint64_t count,
    std::uint64_t stride, std::uint64_t element)
{
    if (count == 0)
        return {};
    if (offset > size || element > size - offset ||
        (count - 1) > (size - offset - element) / stride)
        return bad(std::to_string(count) + " elements from byte " + std::to_string(offset) + ", " +
                   std::to_string(stride) + " bytes apart, in a view of " + std::to_string(size));
    return {};
}

std::uint64_t index_at(const std::byte* from, std::size_t bytes)
{
    std::uint64_t index = 0; // little-endian, as this machine
    std::memcpy(&index, from, bytes);
    return index;
}

// Offset into the buffer, as far as the JSON says one; a compressed view begins wherever it likes.
std::uint64_t view_offset(const GltfFile& file, std::uint64_t view)
{
    return whole_number(element_of(file.doc, "bufferViews", view)["byteOffset"]).value_or(0);
}

} // namespace

struct AccessorReader::Sparse {
    ByteSpan indices;
    std::size_t index_bytes = 1;
    AccessorReader values; // plain, one an index

    std::uint64_t index(std::uint64_t entry) const
    {
        return index_at(indices.data() + entry * index_bytes, index_bytes);
    }
    // The first entry whose index is at least this.
    std::uint64_t first_from(std::uint64_t wanted) const
    {
        std::uint64_t low = 0, high = values.count_;
        while (low < high) {
            const std::uint64_t middle = low + (high - low) / 2;
            if (index(middle) < wanted)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
};

Result<AccessorReader> AccessorReader::create(const GltfFile& file, const GltfModel& model,
    GltfBuffers& buffers, std::uint64_t accessor, AccessorUse use)
{
    if (accessor >= model.accessors.size())
        return bad("glTF: an accessor that does not exist");
    const GltfAccessor& from = model.accessors[static_cast<std::size_t>(accessor)];
    const std::string name = "glTF: accessor " + std::to_string(accessor);
    if (!from.component || from.components == 0)
        return bad(name + " has no count, or a type that attributes and indices do not have");
    AccessorReader reader;
    reader.count_ = from.count;
    reader.components_ = from.components;
    reader.component_ = *from.component;
    reader.normalized_ = from.normalized && reader.component_ != Component::f32;
    const std::size_t component = size_of(reader.component_);
    const std::size_t element = component * reader.components_;
    reader.stride_ = element;
    if (from.view) {
        STELE_TRY(reader.bytes_, buffers.view(*from.view).in(name));
        const std::uint64_t stride = buffers.stride_bytes(*from.view);
        if (stride != 0 && use == AccessorUse::vertex) {
            if (stride < element)
                return bad(name + " has elements of " + std::to_string(element) + " bytes, " +
                           std::to_string(stride) + " bytes apart");
            reader.stride_ = static_cast<std::size_t>(stride);
            reader.misaligned_ = stride % 4 != 0 || stride > 252 || stride % component != 0;
        }
        STELE_CHECK(check_range(
            reader.bytes_.size(), from.offset_bytes, from.count, reader.stride_, element)
                        .in(name));
        reader.misaligned_ = reader.misaligned_ || from.offset_bytes % component != 0 ||
                             (from.offset_bytes + view_offset(file, *from.view)) % component != 0;
        if (from.count > 0)
            reader.bytes_ = reader.bytes_.subspan(static_cast<std::size_t>(from.offset_bytes));
    } else if (from.count > kMaxZeros) {
        return Error(Errc::limit, name + " is " + std::to_string(from.count) + " zeros");
    }
    if (from.is_sparse)
        STELE_CHECK(
            reader.read_sparse(element_of(file.doc, "accessors", accessor)["sparse"], buffers)
                .in(name));
    return reader;
}

AccessorReader AccessorReader::over(ByteSpan bytes, std::uint64_t count, const GltfAccessor& type)
{
    AccessorReader reader;
    reader.bytes_ = bytes;
    reader.count_ = count;
    reader.components_ = type.components;
    reader.component_ = type.component.value_or(Component::f32);
    reader.normalized_ = type.normalized && reader.component_ != Component::f32;
    reader.stride_ = size_of(reader.component_) * reader.components_;
    return reader;
}

Status AccessorReader::read_sparse(const Json& sparse, GltfBuffers& buffers)
{
    const auto view_of = [](const Json& part) {
        return whole_number(part["bufferView"]).value_or(std::uint64_t{1} << 60);
    };
    const auto offset_of = [](const Json& part) {
        return part["byteOffset"].is_null()
                   ? std::uint64_t{0}
                   : whole_number(part["byteOffset"]).value_or(std::uint64_t{1} << 60);
    };
    const auto count = whole_number(sparse["count"]);
    if (!count || *count > count_)
        return bad("a sparse count that is none or beyond the accessor's");
    const auto type = whole_number(sparse["indices"]["componentType"]).value_or(0);
    const std::size_t index_bytes = type == 5121 ? 1 : type == 5123 ? 2 : type == 5125 ? 4 : 0;
    if (index_bytes == 0)
        return bad("sparse indices of an unknown type");
    STELE_TRY(const ByteSpan indices, buffers.view(view_of(sparse["indices"])));
    STELE_TRY(const ByteSpan values, buffers.view(view_of(sparse["values"])));
    const std::uint64_t index_offset = offset_of(sparse["indices"]);
    const std::uint64_t value_offset = offset_of(sparse["values"]);
    const std::size_t element = size_of(component_) * components_;
    STELE_CHECK(check_range(indices.size(), index_offset, *count, index_bytes, index_bytes));
    STELE_CHECK(check_range(values.size(), value_offset, *count, element, element));
    if (*count == 0)
        return {};
    auto overlay = std::make_shared<Sparse>();
    overlay->indices = indices.subspan(static_cast<std::size_t>(index_offset));
    overlay->index_bytes = index_bytes;
    overlay->values.bytes_ = values.subspan(static_cast<std::size_t>(value_offset));
    overlay->values.count_ = *count;
    overlay->values.stride_ = element;
    overlay->values.components_ = components_;
    overlay->values.component_ = component_;
    overlay->values.normalized_ = normalized_;
    for (std::uint64_t i = 0; i < *count; ++i)
        if (overlay->index(i) >= count_ || (i > 0 && overlay->index(i) <= overlay->index(i - 1)))
            return bad("sparse indices that do not increase, or beyond the accessor's count");
    sparse_ = std::move(overlay);
    return {};
}

double AccessorReader::full_scale() const
{
    switch (component_) {
    case Component::i8:
        return 127;
    case Component::u8:
        return 255;
    case Component::i16:
        return 32767;
    case Component::u16:
        return 65535;
    case Component::u32:
        return 4294967295.0;
    case Component::f32:
        return 1;
    }
    return 1;
}

template <class T>
double AccessorReader::convert(T value) const
{
    if constexpr (std::is_same_v<T, float>)
        return static_cast<double>(value);
    else
        return normalized_
                   ? std::max(
                         static_cast<double>(value) / double(std::numeric_limits<T>::max()), -1.0)
                   : static_cast<double>(value);
}

template <class T>
void AccessorReader::read_as(std::uint64_t first, std::size_t count, double* out) const
{
    const std::byte* row = bytes_.data() + first * stride_;
    for (std::size_t i = 0; i < count; ++i, row += stride_)
        for (std::size_t c = 0; c < components_; ++c) {
            T value;
            std::memcpy(&value, row + c * sizeof(T), sizeof(T));
            *out++ = convert(value);
        }
}

void AccessorReader::read(std::uint64_t first, std::size_t count, std::vector<double>& out) const
{
    out.assign(count * components_, 0);
    if (!bytes_.empty() && count > 0) {
        switch (component_) {
        case Component::i8:
            read_as<std::int8_t>(first, count, out.data());
            break;
        case Component::u8:
            read_as<std::uint8_t>(first, count, out.data());
            break;
        case Component::i16:
            read_as<std::int16_t>(first, count, out.data());
            break;
        case Component::u16:
            read_as<std::uint16_t>(first, count, out.data());
            break;
        case Component::u32:
            read_as<std::uint32_t>(first, count, out.data());
            break;
        case Component::f32:
            read_as<float>(first, count, out.data());
            break;
        }
    }
    if (sparse_ != nullptr)
        lay_sparse_over(first, count, out.data());
}

void AccessorReader::lay_sparse_over(std::uint64_t first, std::size_t count, double* out) const
{
    const std::uint64_t begin = sparse_->first_from(first);
    const std::uint64_t end = sparse_->first_from(first + count);
    if (begin == end)
        return;
    std::vector<double> values;
    sparse_->values.read(begin, static_cast<std::size_t>(end - begin), values);
    for (std::uint64_t entry = begin; entry < end; ++entry)
        std::copy_n(values.data() + static_cast<std::size_t>(entry - begin) * components_,
            components_,
            out + static_cast<std::size_t>(sparse_->index(entry) - first) * components_);
}

} // namespace stele::readers
