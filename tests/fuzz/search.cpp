// What a person types into the search: SQLite never refuses what becomes of it.
#include "archive/catalogue/catalogue.h"
#include "archive/catalogue/search_query.h"
#include "tests/archive/catalogue/sample_entries.h"
#include "tests/fuzz/target.h"
#include "tests/support/temp_dir.h"

namespace {

struct Place {
    stele::test::TempDir dir;
    stele::Result<stele::catalogue::Catalogue> catalogue;

    Place() : catalogue(stele::catalogue::Catalogue::create(dir / "catalogue.sqlite"))
    {
        const auto entries = stele::catalogue::sample_entries();
        stele::fuzz::require(catalogue.ok() && catalogue->add_all(entries).ok());
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    static Place place;
    const std::string_view text = fuzz::text(data, size);
    fuzz::require_clean(place.catalogue->find(text));
    const auto query = catalogue::parse_query(text);
    fuzz::require_clean(query);
    if (query)
        fuzz::require(place.catalogue->search(*query, 5).ok());
    return 0;
}
