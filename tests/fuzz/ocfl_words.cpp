// The small texts of a storage root: sidecars, version names, times, ids, paths.
#include "archive/base/clock.h"
#include "archive/ocfl/inventory.h"
#include "archive/ocfl/paths.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const std::string_view text = fuzz::text(data, size);
    if (const auto digest = ocfl::parse_sidecar(text))
        fuzz::require(ocfl::parse_sidecar(ocfl::print_sidecar(*digest)) == digest);
    if (const auto version = ocfl::parse_version_name(text))
        fuzz::require(version->number.value > 0);
    if (const auto seconds = parse_rfc3339(text))
        fuzz::require(parse_rfc3339(rfc3339_utc(*seconds)) == seconds);
    ocfl::is_rfc3339(text);
    ocfl::is_uri(text);
    is_uuid(text);
    fuzz::require(!ocfl::is_safe_path(text) || ocfl::path_defect(text) == ocfl::PathDefect::none);
    return 0;
}
