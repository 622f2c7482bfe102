// --set: one assignment a line, on an empty record.
#include "archive/record/json.h"
#include "archive/record/set.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    std::vector<std::string> assignments;
    std::string_view rest = fuzz::text(data, size);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        assignments.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    record::Record record;
    const Status done = record::apply_set(record, assignments);
    fuzz::require_clean(done);
    if (done)
        fuzz::require(record::from_json(record::to_json(record), record::Stage::edit).ok());
    return 0;
}
