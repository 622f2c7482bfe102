// Every text that the programs show about a record, by id and language: assets/texts. English and
// Simplified Chinese. A text may hold {0}, {1}: places for values.
#pragma once

#include "archive/base/json.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace stele::record {

class Texts {
public:
    // The language nearest to the tag ("zh-CN", "zh_CN.UTF-8" give zh-Hans); English when there is
    // none.
    static Texts in_language(std::string_view tag);
    // The tags that there are, English first.
    static std::vector<std::string> languages();

    const std::string& tag() const { return tag_; }
    // The text with its places filled. An unknown id comes back as it is: visible, and harmless.
    std::string text(
        std::string_view id, std::initializer_list<std::string_view> values = {}) const;
    bool has(std::string_view id) const { return table_.find(id) != nullptr; }
    std::vector<std::string> ids() const;

private:
    std::string tag_;
    Json table_;
};

// A length for people: two significant digits, in mm below 1 cm, cm below 1 m, km from 1000 m.
std::string length_text(double metres, const Texts& texts);

// "1 046 528" with thin gaps or commas, as the language writes it.
std::string count_text(std::uint64_t count, const Texts& texts);

} // namespace stele::record
