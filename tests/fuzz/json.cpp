// JSON text: what is read prints, and reads back the same.
#include "archive/base/json.h"

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const auto json = parse_json(fuzz::text(data, size));
    fuzz::require_clean(json);
    if (!json)
        return 0;
    const std::string printed = print_json(*json, JsonStyle::canonical);
    const auto again = parse_json(printed);
    fuzz::require(again.ok() && print_json(*again, JsonStyle::canonical) == printed);
    return 0;
}
