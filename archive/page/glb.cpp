// GLB headers and chunks; the reader trusts no length.
#include "archive/page/glb.h"

#include <limits>

namespace stele::page {

namespace {

constexpr std::uint32_t kGlbMagic = 0x46546c67;  // "glTF"
constexpr std::uint32_t kJsonChunk = 0x4e4f534a; // "JSON"
constexpr std::uint32_t kBinChunk = 0x004e4942;  // "BIN\0"

} // namespace

Result<Bytes> write_glb_head(const Json& document, std::uint64_t bin_bytes)
{
    const std::string text = print_json(document);
    const std::uint64_t json_bytes = (text.size() + 3) / 4 * 4;
    const std::uint64_t padded = (bin_bytes + 3) / 4 * 4;
    const std::uint64_t total = 12 + 8 + json_bytes + 8 + padded;
    if (total > std::numeric_limits<std::uint32_t>::max())
        return Error(Errc::limit, "glb of " + std::to_string(total) + " bytes");

    ByteWriter out;
    out.write(kGlbMagic);
    out.write(std::uint32_t{2});
    out.write(static_cast<std::uint32_t>(total));
    out.write(static_cast<std::uint32_t>(json_bytes));
    out.write(kJsonChunk);
    out.write_text(text);
    out.pad_to(4, std::byte{' '});
    out.write(static_cast<std::uint32_t>(padded));
    out.write(kBinChunk);
    return out.take();
}

Result<GlbBytes> write_glb(const Json& document, ByteSpan bin)
{
    STELE_TRY(Bytes head, write_glb_head(document, bin.size()));
    GlbBytes glb;
    glb.bin_offset = static_cast<std::uint32_t>(head.size());
    glb.bytes = std::move(head);
    glb.bytes.insert(glb.bytes.end(), bin.begin(), bin.end());
    glb.bytes.resize((glb.bytes.size() + 3) / 4 * 4);
    return glb;
}

Result<Glb> read_glb(ByteSpan bytes)
{
    ByteReader in(bytes);
    STELE_TRY(const auto magic, in.read<std::uint32_t>());
    STELE_TRY(const auto version, in.read<std::uint32_t>());
    STELE_TRY(const auto total, in.read<std::uint32_t>());
    if (magic != kGlbMagic || version != 2 || total != bytes.size())
        return Error(Errc::malformed,
            "no glTF 2.0 binary header of " + std::to_string(bytes.size()) + " bytes");
    STELE_TRY(const auto json_bytes, in.read<std::uint32_t>());
    STELE_TRY(const auto json_type, in.read<std::uint32_t>());
    if (json_type != kJsonChunk)
        return Error(Errc::malformed, "the first chunk is not JSON");
    STELE_TRY(const ByteSpan text, in.take(json_bytes));
    STELE_TRY(Json document, parse_json(as_text(text)));
    STELE_TRY(const auto bin_bytes, in.read<std::uint32_t>());
    STELE_TRY(const auto bin_type, in.read<std::uint32_t>());
    if (bin_type != kBinChunk)
        return Error(Errc::malformed, "the second chunk is not BIN");
    const auto bin_offset = static_cast<std::uint32_t>(in.offset());
    STELE_TRY(const ByteSpan bin, in.take(bin_bytes));
    if (in.remaining() != 0)
        return Error(Errc::malformed, "bytes after the BIN chunk");
    return Glb{std::move(document), bin, bin_offset};
}

} // namespace stele::page
