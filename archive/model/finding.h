// Something about the content that a curator should know. Data, never an error: it does not stop an
// ingest.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace stele {

enum class Severity { info, warning, error };

struct Finding {
    Severity severity = Severity::info;
    std::string code;  // stable, dotted lower case: "scan.degenerate-face", "texture.missing"
    std::string where; // file, element, line: may be empty
    std::string text;  // one plain English sentence, with what to do where there is something to do
    std::uint64_t count = 1; // how often
    // What the sentence is about, by name, so that it can be said in another language. The unit is
    // in the name: "longest_m" is a length in metres, written as a plain number.
    std::vector<std::pair<std::string, std::string>> values = {};
    friend bool operator==(const Finding&, const Finding&) = default;
};

using Findings = std::vector<Finding>;

} // namespace stele
