// Offsets and lengths come from our own JSON: tinygltf cuts integers in extensions to 32 bits.
#include "archive/readers/gltf_buffers.h"

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
    : file_(&file), companions_(&companions)
{
    companion_.resize(count_of(file.doc, "buffers"));
    for (std::size_t i = 0; i < companion_.size(); ++i) {
        const std::string* const uri = element_of(file.doc, "buffers", i)["uri"].string();
        if (uri != nullptr && !uri->starts_with("data:"))
            companion_[i] = companions.add(*uri, "buffer", Notation::uri, tally);
    }
}

Result<ByteSpan> GltfBuffers::load_external(std::uint64_t index, std::uint64_t length)
{
    const std::size_t companion = *companion_[static_cast<std::size_t>(index)];
    const std::string& named = companions_->list()[companion].named;
    if (!companions_->found(companion))
        return Error(Errc::not_found,
            "glTF: the buffer file " + named +
                (companions_->outside(companion) ? " lies outside the scan's folder"
                                                 : " was not found"));
    STELE_TRY(Bytes bytes, companions_->read(companion, kMaxBufferBytes));
    if (bytes.size() < length)
        return Error(Errc::malformed, "glTF: the buffer file " + named + " ends at byte " +
                                          std::to_string(bytes.size()) + ", the asset needs " +
                                          std::to_string(length));
    return ByteSpan(loaded_.emplace(index, std::move(bytes)).first->second);
}

Result<ByteSpan> GltfBuffers::buffer(std::uint64_t index)
{
    const Json& buffer = element_of(file_->doc, "buffers", index);
    const auto length = whole_number(buffer["byteLength"]);
    if (!length)
        return Error(Errc::malformed, numbered("buffer", index) + " has no length");
    ByteSpan bytes;
    const auto loaded = loaded_.find(index);
    const std::string* const uri = buffer["uri"].string();
    if (loaded != loaded_.end()) {
        bytes = loaded->second;
    } else if (uri == nullptr) {
        if (index != 0 || !file_->is_binary)
            return Error(Errc::malformed, numbered("buffer", index) + " has no data");
        bytes = file_->bin;
    } else if (uri->starts_with("data:")) {
        auto decoded = decode_data_uri(*uri);
        if (!decoded)
            return Error(Errc::malformed, numbered("buffer", index) + ": data that is not base64");
        bytes = loaded_.emplace(index, std::move(*decoded)).first->second;
    } else {
        STELE_TRY(bytes, load_external(index, *length));
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
    const Json& meshopt = view["extensions"]["EXT_meshopt_compression"];
    if (!meshopt.is_object())
        return part_of_buffer(view).in(numbered("bufferView", index));
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
