// Findings for people, in English and Simplified Chinese: what it is, and what to do about it. The
// texts are assets/texts/findings.*.json; a test holds every code of the sources against them.
#pragma once

#include "archive/model/finding.h"
#include "archive/record/texts.h"

#include <string>
#include <string_view>
#include <vector>

namespace stele::record {

// A text has places for values: {count}, {where}, {text} (the English sentence as it is stored) and
// the finding's own. {longest_m} is written as a length, whole numbers in groups of three.
// {count|hole|holes} is the number with the word that fits it. Control characters never come out.
class FindingTexts {
public:
    // As Texts::in_language.
    static FindingTexts in_language(std::string_view tag);

    bool has(std::string_view code) const { return entry(code) != nullptr; }
    // The stored English text when the code is unknown (a newer Stele wrote it) or a value that the
    // sentence needs is not there (an older one did).
    std::string sentence(const Finding& finding) const;
    // finding.where without control characters.
    static std::string where(const Finding& finding);
    // Empty when the code is unknown.
    std::string advice(const Finding& finding) const;

    // Codes with an entry; "ocfl.*" stands for all that begin so.
    std::vector<std::string> codes() const;
    // The names of the places in an entry's texts, sorted: equal in every language.
    std::vector<std::string> places(std::string_view code) const;

    const Texts& texts() const { return texts_; }

private:
    explicit FindingTexts(Texts texts) : texts_(std::move(texts)) {}
    const Json* entry(std::string_view code) const;

    Texts texts_;
    Json table_;
};

// The English of a finding from the table: what its text is when the code says it all.
std::string english_text(const Finding& finding);

} // namespace stele::record
