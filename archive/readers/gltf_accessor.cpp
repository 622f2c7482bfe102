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

} // namespace

Result<AccessorReader> AccessorReader::create(
    const GltfFile& file, const GltfModel& model, GltfBuffers& buffers, std::size_t accessor)
{
    const GltfAccessor& from = model.accessors[accessor];
    const std::string name = "glTF: accessor " + std::to_string(accessor);
    if (!from.component || from.components == 0)
        return bad(name + " has a type that attributes and indices do not have");
    AccessorReader reader;
    reader.count_ = from.count;
    reader.components_ = from.components;
    reader.component_ = *from.component;
    reader.normalized_ = from.normalized && reader.component_ != Component::f32;
    const std::size_t element = size_of(reader.component_) * reader.components_;
    reader.stride_ = element;
    if (from.view) {
        STELE_TRY(reader.bytes_, buffers.view(*from.view).in(name));
        if (const std::uint64_t stride = buffers.stride_bytes(*from.view); stride != 0) {
            if (stride < element || stride > 252)
                return bad(name + " has a stride of " + std::to_string(stride) + " bytes");
            reader.stride_ = static_cast<std::size_t>(stride);
        }
        STELE_CHECK(check_range(
            reader.bytes_.size(), from.offset_bytes, from.count, reader.stride_, element)
                        .in(name));
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

Status AccessorReader::read_sparse(const Json& sparse, GltfBuffers& buffers)
{
    const auto place = [](const Json& part) {
        return std::pair(whole_number(part["bufferView"]).value_or(std::uint64_t{1} << 32),
            part["byteOffset"].is_null() ? std::uint64_t{0}
                                         : whole_number(part["byteOffset"]).value_or(0));
    };
    const auto count = whole_number(sparse["count"]);
    if (!count || *count > count_)
        return bad("a sparse count that is none or beyond the accessor's");
    const auto type = whole_number(sparse["indices"]["componentType"]).value_or(0);
    const std::size_t index_bytes = type == 5121 ? 1 : type == 5123 ? 2 : type == 5125 ? 4 : 0;
    if (index_bytes == 0)
        return bad("sparse indices of an unknown type");
    const auto [index_view, index_offset] = place(sparse["indices"]);
    const auto [value_view, value_offset] = place(sparse["values"]);
    STELE_TRY(const ByteSpan indices, buffers.view(index_view));
    STELE_TRY(const ByteSpan values, buffers.view(value_view));
    const std::size_t element = size_of(component_) * components_;
    STELE_CHECK(check_range(indices.size(), index_offset, *count, index_bytes, index_bytes));
    STELE_CHECK(check_range(values.size(), value_offset, *count, element, element));
    AccessorReader plain;
    plain.bytes_ = values.subspan(static_cast<std::size_t>(value_offset));
    plain.count_ = *count;
    plain.stride_ = element;
    plain.components_ = components_;
    plain.component_ = component_;
    plain.normalized_ = normalized_;
    auto overlay = std::make_shared<Sparse>();
    plain.read(0, static_cast<std::size_t>(*count), overlay->value);
    for (std::uint64_t i = 0; i < *count; ++i) {
        const std::uint64_t index =
            index_at(indices.data() + index_offset + i * index_bytes, index_bytes);
        if (index >= count_ || (i > 0 && index <= overlay->index.back()))
            return bad("sparse indices that do not increase, or beyond the accessor's count");
        overlay->index.push_back(index);
    }
    sparse_ = std::move(overlay);
    return {};
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
    if (sparse_ == nullptr)
        return;
    const auto& index = sparse_->index;
    const auto begin = std::lower_bound(index.begin(), index.end(), first);
    for (auto it = begin; it != index.end() && *it < first + count; ++it) {
        const auto entry = static_cast<std::size_t>(it - index.begin());
        std::copy_n(sparse_->value.data() + entry * components_, components_,
            out.data() + static_cast<std::size_t>(*it - first) * components_);
    }
}

} // namespace stele::readers
