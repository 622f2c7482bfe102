// What stele doctor looks at: one check a line, as data. Looks only; nothing is written or locked.
#pragma once

#include "archive/record/texts.h"
#include "tools/stele/command.h"

#include <string>
#include <vector>

namespace stele::cli {

enum class Verdict {
    ok,
    note,      // good to know; nothing is wrong
    attention, // something works badly or not at all
};

struct Check {
    std::string id;    // "graphics"; never translated
    std::string what;  // "Graphics"
    std::string value; // what was found
    Verdict verdict = Verdict::ok;
    std::string fix; // what to do; may be empty
};

// In the order of the report, in the texts' language. The archive's part is there when there is an
// archive.
std::vector<Check> examine_computer(const Context& context, const record::Texts& texts);

} // namespace stele::cli
