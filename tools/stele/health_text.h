// The bill of health as a curator reads it in ten seconds: a few lines of facts, then what to look
// at, each with advice.
#pragma once

#include "archive/health/health.h"
#include "archive/record/finding_text.h"
#include "tools/stele/output.h"

#include <string>
#include <string_view>

namespace stele::cli {

struct Bill {
    std::string name; // heading: a file or an asset
    const health::Health& health;
    const Findings& findings;
};

// A finding in the language of the texts, with where it is and, if wanted, what to do.
std::string finding_lines(
    const Finding& finding, const record::FindingTexts& texts, bool with_advice);

// language: a BCP 47 tag. With --verbose, advice stands under what is merely good to know as well.
std::string health_text(const Bill& bill, std::string_view language, const Output& out);
// The same as talk, unless --quiet.
void say_health(Output& out, const Bill& bill, std::string_view language);

} // namespace stele::cli
