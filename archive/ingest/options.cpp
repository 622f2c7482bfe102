// Limits of what may be asked for.
#include "archive/ingest/options.h"

#include "archive/base/byte_size.h"

namespace stele::ingest {

Result<std::uint64_t> parse_memory(std::string_view text)
{
    constexpr std::uint64_t kLeast = std::uint64_t(128) << 20;
    STELE_TRY(const std::uint64_t bytes, parse_byte_size(text).in("--memory"));
    if (bytes < kLeast)
        return Error(Errc::invalid_argument,
            "--memory " + std::string(text) + ": at least 128MiB are needed");
    return bytes;
}

} // namespace stele::ingest
