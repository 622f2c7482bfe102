// Findings of a stored report.
#include "archive/ingest/report.h"

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const auto json = parse_json(fuzz::text(data, size));
    if (!json)
        return 0;
    const Json printed = ingest::findings_json(ingest::findings_from_json(*json));
    fuzz::require(ingest::findings_json(ingest::findings_from_json(printed)) == printed);
    return 0;
}
