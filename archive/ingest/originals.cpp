// Only files beneath the folder are kept; what a scan names elsewhere is the reader's finding.
#include "archive/ingest/originals.h"

#include "archive/base/unicode.h"

#include <algorithm>

namespace stele::ingest {

namespace {

// lexically relative to the folder after resolving both; empty when it lies outside.
std::filesystem::path beneath(
    const std::filesystem::path& file, const std::filesystem::path& folder)
{
    std::error_code error;
    const auto full_file = std::filesystem::weakly_canonical(file, error);
    const auto full_folder = std::filesystem::weakly_canonical(folder, error);
    const auto relative = full_file.lexically_relative(full_folder);
    if (relative.empty() || *relative.begin() == ".." || relative.is_absolute())
        return {};
    return relative;
}

Findings name_findings(const std::string& name)
{
    if (is_valid_utf8(name))
        return {};
    return {Finding{Severity::warning, "original.name-not-utf8", to_valid_utf8(name),
        "the file's name is not valid UTF-8; its logical path has the bytes as %XX"}};
}

} // namespace

Result<Originals> collect_originals(
    const std::filesystem::path& scan, const std::filesystem::path& folder, const ScanInfo& info)
{
    Originals result;
    const auto add = [&](const std::filesystem::path& file) -> bool {
        const auto relative = beneath(file, folder);
        if (relative.empty())
            return false;
        const std::string logical = "original/" + to_valid_utf8(relative.generic_string());
        const bool known = std::any_of(result.files.begin(), result.files.end(),
            [&](const Original& o) { return o.logical_path == logical; });
        if (!known) {
            const Findings odd = name_findings(relative.generic_string());
            result.findings.insert(result.findings.end(), odd.begin(), odd.end());
            result.files.push_back({logical, file});
        }
        return true;
    };
    if (!add(scan))
        return Error(Errc::invalid_argument, scan.string() + ": lies outside " + folder.string());
    for (const Companion& companion : info.companions)
        if (!companion.resolved.empty())
            add(companion.resolved);
    return result;
}

std::string asset_name(const std::filesystem::path& scan)
{
    std::string name;
    for (const char c : ascii_lower(scan.stem().string())) {
        const bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (keep)
            name.push_back(c);
        else if (!name.empty() && name.back() != '-')
            name.push_back('-');
    }
    while (!name.empty() && name.back() == '-')
        name.pop_back();
    return name.empty() ? "scan" : name.substr(0, 60);
}

} // namespace stele::ingest
