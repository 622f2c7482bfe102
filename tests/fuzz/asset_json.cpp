// The JSON inside index.stele: a valid one prints and reads back the same.
#include "archive/page/asset_json.h"

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const auto json = parse_json(fuzz::text(data, size));
    if (!json)
        return 0;
    const auto asset = page::asset_from_json(*json);
    fuzz::require_clean(asset);
    if (!asset)
        return 0;
    // As text: what is missing reads as NaN, which equals nothing.
    const std::string printed = print_json(page::asset_to_json(*asset));
    const auto again = page::asset_from_json(*parse_json(printed));
    fuzz::require(!again.ok() || print_json(page::asset_to_json(*again)) == printed);
    return 0;
}
