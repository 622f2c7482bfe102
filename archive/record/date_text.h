// A date as people read it: "about 857", "16th century", "221 BCE".
#pragma once

#include "archive/record/edtf.h"
#include "archive/record/texts.h"

#include <string>
#include <string_view>

namespace stele::record {

std::string date_text(const Edtf& date, const Texts& texts);
// Of an EDTF string; one that does not parse comes back as it is.
std::string date_text(std::string_view edtf, const Texts& texts);

} // namespace stele::record
