// record.toml: a draft that becomes JSON.
#include "archive/record/json.h"
#include "archive/record/toml.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const auto record = record::from_toml(fuzz::text(data, size));
    fuzz::require_clean(record);
    if (record)
        fuzz::require(record::from_json(record::to_json(*record), record::Stage::edit).ok());
    return 0;
}
