// index.stele with its checksums put right: a valid one is written back the same.
#include "archive/base/digest.h"
#include "archive/page/index.h"
#include "archive/page/layout.h"
#include "tests/fuzz/target.h"

namespace {

using namespace stele;

template <class T>
T at(const Bytes& bytes, std::size_t offset)
{
    T value{};
    if (offset <= bytes.size() && bytes.size() - offset >= sizeof(T))
        std::memcpy(&value, bytes.data() + offset, sizeof(T));
    return value;
}

template <class T>
void put(Bytes& bytes, std::size_t offset, const T& value)
{
    if (offset <= bytes.size() && bytes.size() - offset >= sizeof(T))
        std::memcpy(bytes.data() + offset, &value, sizeof(T));
}

// Without this no changed byte would get past the checksums.
void put_checksums_right(Bytes& bytes)
{
    put(bytes, offsetof(page::IndexHeader, file_bytes), std::uint64_t{bytes.size()});
    const auto header = at<page::IndexHeader>(bytes, 0);
    std::size_t offset = sizeof header + std::min<std::size_t>(header.asset_bytes, bytes.size());
    for (std::uint32_t i = 0; i < header.chunks && offset < bytes.size(); ++i) {
        const auto chunk = at<page::ChunkEntry>(bytes, offset);
        if (chunk.offset <= bytes.size() && chunk.bytes <= bytes.size() - chunk.offset)
            put(bytes, offset + offsetof(page::ChunkEntry, crc32c),
                crc32c(ByteSpan(bytes).subspan(chunk.offset, chunk.bytes)));
        offset += sizeof(page::ChunkEntry);
    }
    if (offset <= bytes.size())
        put(bytes, offset, crc32c(ByteSpan(bytes).first(offset)));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteSpan input = fuzz::bytes(data, size);
    Bytes bytes(input.begin(), input.end());
    put_checksums_right(bytes);
    const auto index = page::read_index(bytes);
    fuzz::require_clean(index);
    if (!index)
        return 0;
    const auto written = page::write_index(*index);
    fuzz::require(written.ok());
    const auto again = page::read_index(*written);
    fuzz::require(again.ok() && *page::write_index(*again) == *written);
    return 0;
}
