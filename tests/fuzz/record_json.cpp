// record.json: a valid record prints as one canonical text.
#include "archive/record/json.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const auto record = record::from_json_text(fuzz::text(data, size));
    fuzz::require_clean(record);
    if (!record)
        return 0;
    const std::string canonical = record::canonical_text(*record);
    const auto again = record::from_json_text(canonical);
    fuzz::require(again.ok() && record::canonical_text(*again) == canonical);
    return 0;
}
