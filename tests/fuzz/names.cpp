// Names and texts from anywhere: slugs, safe file names, UTF-8, search folding.
#include "archive/base/unicode.h"
#include "archive/catalogue/bigrams.h"
#include "archive/ingest/placement.h"
#include "archive/ocfl/paths.h"
#include "archive/record/nearest.h"
#include "archive/record/slug.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const std::string_view text = fuzz::text(data, size);
    const std::string valid = to_valid_utf8(text);
    fuzz::require(is_valid_utf8(valid) && (valid == text || !is_valid_utf8(text)));
    fuzz::require(display_width(valid) <= 2 * valid.size());
    for (const std::string& slug : {record::slug_from(text), record::slug_from_file(text)}) {
        fuzz::require(slug.empty() || record::is_slug(slug));
        fuzz::require(slug.empty() || record::is_slug(record::numbered_slug(slug, 12)));
    }
    const std::string name = ocfl::safe_name(text);
    fuzz::require(ocfl::is_safe_path(name) && name.size() <= 60 && name.find('/') == name.npos);
    fuzz::require(is_valid_utf8(catalogue::bigrams(catalogue::one_width(valid))));
    fuzz::require_clean(ingest::parse_unit(text));
    fuzz::require_clean(ingest::parse_up_axis(text));
    record::nearest(text.substr(0, 100), {"title", "description", "place"});
    return 0;
}
