// config.json of the storage layout: a valid one gives directories.
#include "archive/ocfl/layout.h"

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const auto config = ocfl::parse_layout(fuzz::text(data, size));
    fuzz::require_clean(config);
    if (!config)
        return 0;
    fuzz::require(!ocfl::object_directory({"urn:example:1"}, *config).empty());
    const auto again = ocfl::parse_layout(ocfl::print_layout(*config));
    fuzz::require(again.ok() && *again == *config);
    return 0;
}
