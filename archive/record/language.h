// Which of a record's languages a reader gets (RFC 4647 lookup, with what is known about Chinese
// scripts).
#pragma once

#include "archive/record/record.h"

#include <string>
#include <string_view>
#include <vector>

namespace stele::record {

struct TaggedText {
    std::string tag; // as the record spells it; empty for a text without a language
    std::string text;
    bool empty() const { return text.empty(); }
};

// For each preferred tag: the tag itself, its script (zh-CN is read as zh-Hans), its shorter forms,
// any other text of that language. Then own_language, then English, then the first. Empty only if
// the text is.
TaggedText best_text(const Text& text, const std::vector<std::string>& preferred,
    std::string_view own_language = "");

// The language of the thing itself: record.language, else that of the first title that is not
// English.
std::string own_language(const Record& record);

// The title as the thing's own people write it.
TaggedText own_title(const Record& record);

} // namespace stele::record
