// An OCFL inventory: a valid one prints and reads back the same.
#include "archive/ocfl/inventory.h"

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const auto inventory = ocfl::parse_inventory(fuzz::text(data, size));
    fuzz::require_clean(inventory);
    if (!inventory)
        return 0;
    for (const auto& [version, block] : inventory->versions)
        for (const auto& [path, digest] : ocfl::logical_state(block))
            fuzz::require(ocfl::content_of(inventory->manifest, digest) != nullptr);
    const std::string printed = ocfl::print_inventory(*inventory);
    const auto again = ocfl::parse_inventory(printed);
    fuzz::require(again.ok() && ocfl::print_inventory(*again) == printed);
    return 0;
}
