// Buffers by glTF 2.0, section 3.6.1; a compressed view that cannot be decoded is read uncompressed
// where the file has it so, too.
#include "archive/readers/gltf_buffers.h"

#include "archive/base/shown_text.h"
namespace stele::readers {

namespace {

constexpr std::uint64_t kMaxBufferBytes = std::uint64_t{1} << 36;
// Views may share their encoded bytes, so the file's size alone does not bound what they decode to.
constexpr std::uint64_t kMaxDecodedBytes = std::uint64_t{8} << 30;

std::string numbered(std::string_view what, std::uint64_t index)
{
    return "glTF: " + std::string(what) + " " + std::to_string(index);
}

} // namespace

GltfBuffers::GltfBuffers(const GltfFile& file, Companions& companions, FindingTally& tally)
    : file_(&file), companions_(&companions), tally_(&tally), draco_(companions.folder() != nullptr)
{
    companion_.resize(count_of(file.doc, "buffers"));
    for (std::size_t i = 0; i < companion_.size(); ++i) {
        const std::string* const uri = element_of(file.doc, "buffers", i)["uri"].string();
        if (uri != nullptr && !is_data_uri(*uri))
            companion_[i] = companions.add(*uri, "buffer", Notation::uri, tally);
    }
}

Result<ByteSpan> GltfBuffers::load_external(std::uint64_t index)
{
    const std::size_t companion = *companion_[static_cast<std::size_t>(index)];
    const Companion& file = companions_->list()[companion];
    if (!companions_->found(companion))
        return Error(Errc::not_found,
            "glTF: the buffer file " + excerpt(file.named) +
                (file.named.find("://") != std::string::npos
                        ? " lies on a network, which is not read; deliver it beside the scan"
                    : companions_->outside(companion)
                        ? " lies outside the scan's folder; ingest the parent folder"
                        : " was not found; deliver it beside the scan"));
    const auto known = external_.find(file.resolved);
    if (known != external_.end())
        return ByteSpan(known->second);
    STELE_TRY(Bytes bytes, companions_->read(companion, kMaxBufferBytes));
    return ByteSpan(external_.emplace(file.resolved, std::move(bytes)).first->second);
}

Result<ByteSpan> GltfBuffers::buffer(std::uint64_t index)
{
    const Json& buffer = element_of(file_->doc, "buffers", index);
    const auto length = whole_number(buffer["byteLength"]);
    if (!length)
        return Error(
            Errc::malformed, numbered("buffer", index) + " does not exist or has no length");
    ByteSpan bytes;
    const std::string* const uri = buffer["uri"].string();
    if (const auto embedded = embedded_.find(index); embedded != embedded_.end()) {
        bytes = embedded->second;
    } else if (uri == nullptr) {
        if (index != 0 || !file_->is_binary)
            return Error(Errc::malformed, numbered("buffer", index) + " has no data");
        bytes = file_->bin;
    } else if (is_data_uri(*uri)) {
        auto decoded = decode_data_uri(*uri);
        if (!decoded)
            return Error(Errc::malformed,
                numbered("buffer", index) + ": a data URI that RFC 2397 does not allow");
        bytes = embedded_.emplace(index, std::move(*decoded)).first->second;
    } else {
        STELE_TRY(bytes, load_external(index));
    }
    if (bytes.size() < *length)
        return Error(Errc::malformed, numbered("buffer", index) + " promises " +
                                          std::to_string(*length) + " bytes and has " +
                                          std::to_string(bytes.size()));
    return bytes.first(static_cast<std::size_t>(*length));
}

Result<ByteSpan> GltfBuffers::part_of_buffer(const Json& place)
{
    const auto index = whole_number(place["buffer"]);
    const auto length = whole_number(place["byteLength"]);
    const auto offset =
        place["byteOffset"].is_null() ? std::uint64_t{0} : whole_number(place["byteOffset"]);
    if (!index || !length || !offset)
        return Error(Errc::malformed, "no buffer, byteOffset or byteLength");
    STELE_TRY(const ByteSpan bytes, buffer(*index));
    if (*offset > bytes.size() || *length > bytes.size() - *offset)
        return Error(Errc::malformed, "bytes " + std::to_string(*offset) + " to " +
                                          std::to_string(*offset + *length) + " of a buffer of " +
                                          std::to_string(bytes.size()));
    return bytes.subspan(static_cast<std::size_t>(*offset), static_cast<std::size_t>(*length));
}

Result<ByteSpan> GltfBuffers::view(std::uint64_t index)
{
    const auto decoded = decoded_.find(index);
    if (decoded != decoded_.end())
        return ByteSpan(decoded->second);
    const Json& view = element_of(file_->doc, "bufferViews", index);
    if (!view.is_object())
        return Error(Errc::malformed, numbered("bufferView", index) + " does not exist");
    // The Khronos extension is the vendor's under another name.
    const Json& extensions = view["extensions"];
    const Json& meshopt = extensions["EXT_meshopt_compression"].is_object()
                              ? extensions["EXT_meshopt_compression"]
                              : extensions["KHR_meshopt_compression"];
    if (!meshopt.is_object())
        return part_of_buffer(view).in(numbered("bufferView", index));
    auto bytes = decode(index, view, meshopt);
    if (bytes || bytes.error().code() == Errc::limit)
        return bytes;
    auto plain = part_of_buffer(view);
    if (!plain)
        return bytes;
    tally_->add(Severity::warning, "gltf.compression-fallback", numbered("bufferView", index),
        "compressed data cannot be decoded; the uncompressed copy that the file has is read");
    return plain;
}

Result<ByteSpan> GltfBuffers::decode(std::uint64_t index, const Json& view, const Json& meshopt)
{
    const MeshoptView description{whole_number(meshopt["count"]).value_or(0),
        whole_number(meshopt["byteStride"]).value_or(0), meshopt["mode"].string_or(""),
        meshopt["filter"].string_or("NONE")};
    const auto length = whole_number(view["byteLength"]);
    if (!length || description.stride_bytes == 0 ||
        *length / description.stride_bytes != description.count ||
        *length % description.stride_bytes != 0)
        return Error(Errc::malformed,
            numbered("bufferView", index) + " is not as long as EXT_meshopt_compression says");
    if (*length > kMaxDecodedBytes - decoded_bytes_)
        return Error(Errc::limit, "glTF: more than 8 GiB of compressed views");
    STELE_TRY(const ByteSpan encoded, part_of_buffer(meshopt).in(numbered("bufferView", index)));
    STELE_TRY(Bytes bytes, decode_meshopt(encoded, description).in(numbered("bufferView", index)));
    decoded_bytes_ += bytes.size();
    return ByteSpan(decoded_.emplace(index, std::move(bytes)).first->second);
}

std::uint64_t GltfBuffers::stride_bytes(std::uint64_t view) const
{
    return whole_number(element_of(file_->doc, "bufferViews", view)["byteStride"]).value_or(0);
}

} // namespace stele::readers
