// EDTF dates: their days and their texts.
#include "archive/record/edtf.h"

#include "archive/record/date_text.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    static const record::Texts english = record::Texts::in_language("en");
    static const record::Texts chinese = record::Texts::in_language("zh-Hans");
    const std::string_view text = fuzz::text(data, size);
    const auto date = record::parse_edtf(text);
    fuzz::require_clean(date);
    if (!date)
        return 0;
    const record::DayInterval days = record::to_interval(*date);
    fuzz::require(!days.earliest || !days.latest || *days.earliest <= *days.latest);
    fuzz::require(!record::date_text(*date, english).empty());
    fuzz::require(!record::date_text(*date, chinese).empty());
    return 0;
}
