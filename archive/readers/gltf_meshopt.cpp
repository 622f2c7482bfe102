// EXT_meshopt_compression through meshoptimizer's decoders, which check the data but not the sizes
// they are told.
#include "archive/readers/gltf_buffers.h"

#include <meshoptimizer.h>

namespace stele::readers {

namespace {

Error bad(const std::string& what)
{
    return {Errc::malformed, "EXT_meshopt_compression: " + what};
}

// Stride limits by the extension's text, and the least that so many elements take encoded: the
// vertex codec spends at least 2 bits on each 16 bytes of a column, the index codecs a byte a
// triangle or index.
Status check_sizes(ByteSpan encoded, const MeshoptView& view)
{
    const std::uint64_t most = std::uint64_t{encoded.size()} * 64 + 4096;
    if (view.mode == "ATTRIBUTES") {
        if (view.stride_bytes == 0 || view.stride_bytes % 4 != 0 || view.stride_bytes > 256)
            return bad("a stride of " + std::to_string(view.stride_bytes) + " bytes");
        if (view.count > most / view.stride_bytes)
            return bad(std::to_string(view.count) + " elements in " +
                       std::to_string(encoded.size()) + " bytes");
        return {};
    }
    if (view.mode != "TRIANGLES" && view.mode != "INDICES")
        return Error(Errc::unsupported, "EXT_meshopt_compression: mode " + in_quotes(view.mode));
    if (view.stride_bytes != 2 && view.stride_bytes != 4)
        return bad("an index of " + std::to_string(view.stride_bytes) + " bytes");
    const bool triangles = view.mode == "TRIANGLES";
    if (triangles && view.count % 3 != 0)
        return bad("a number of indices that is no multiple of three");
    if (view.count / (triangles ? 3 : 1) > encoded.size())
        return bad(std::to_string(view.count) + " indices in " + std::to_string(encoded.size()) +
                   " bytes");
    return {};
}

Status apply_filter(Bytes& bytes, const MeshoptView& view)
{
    const auto count = static_cast<std::size_t>(view.count);
    const auto stride = static_cast<std::size_t>(view.stride_bytes);
    if (view.filter == "NONE")
        return {};
    if (view.mode != "ATTRIBUTES")
        return bad("a filter on indices");
    if (view.filter == "OCTAHEDRAL" && (stride == 4 || stride == 8))
        meshopt_decodeFilterOct(bytes.data(), count, stride);
    else if (view.filter == "QUATERNION" && stride == 8)
        meshopt_decodeFilterQuat(bytes.data(), count, stride);
    else if (view.filter == "EXPONENTIAL")
        meshopt_decodeFilterExp(bytes.data(), count, stride);
    else if (view.filter == "COLOR")
        return Error(Errc::unsupported, "KHR_meshopt_compression: the filter COLOR");
    else
        return bad(
            "filter " + in_quotes(view.filter) + " with a stride of " + std::to_string(stride));
    return {};
}

} // namespace

Result<Bytes> decode_meshopt(ByteSpan encoded, const MeshoptView& view)
{
    STELE_CHECK(check_sizes(encoded, view));
    const auto count = static_cast<std::size_t>(view.count);
    const auto stride = static_cast<std::size_t>(view.stride_bytes);
    Bytes bytes(count * stride);
    const auto* const data = reinterpret_cast<const unsigned char*>(encoded.data());
    int failed = 0;
    if (view.mode == "ATTRIBUTES")
        failed = meshopt_decodeVertexBuffer(bytes.data(), count, stride, data, encoded.size());
    else if (view.mode == "TRIANGLES")
        failed = meshopt_decodeIndexBuffer(bytes.data(), count, stride, data, encoded.size());
    else
        failed = meshopt_decodeIndexSequence(bytes.data(), count, stride, data, encoded.size());
    if (failed != 0)
        return bad("the data of a view cannot be decoded");
    STELE_CHECK(apply_filter(bytes, view));
    return bytes;
}

} // namespace stele::readers
