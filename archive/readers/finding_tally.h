// Findings while reading: one a code, in the order of first occurrence, with its count and the
// first place.
#pragma once

#include "archive/base/shown_text.h"
#include "archive/model/finding.h"

#include <string>
#include <string_view>

namespace stele::readers {

class FindingTally {
public:
    // The first call for a code decides where and text; both may quote the file.
    void add(Severity severity, std::string_view code, std::string_view where,
        std::string_view text, std::uint64_t count = 1)
    {
        if (!raise(code, count))
            findings_.push_back(
                {severity, std::string(code), one_line(where), one_line(text), count});
    }
    void add(Finding finding)
    {
        if (raise(finding.code, finding.count))
            return;
        finding.where = one_line(finding.where);
        finding.text = one_line(finding.text);
        for (auto& [name, value] : finding.values)
            value = one_line(value);
        findings_.push_back(std::move(finding));
    }
    // Only the count, for inner loops. False when the code is not there yet.
    bool raise(std::string_view code, std::uint64_t count = 1)
    {
        for (Finding& finding : findings_)
            if (finding.code == code) {
                finding.count += count;
                return true;
            }
        return false;
    }
    const Findings& findings() const { return findings_; }

private:
    Findings findings_;
};

} // namespace stele::readers
