// Only files beneath the folder are kept; what a scan names elsewhere is the reader's finding.
#include "archive/ingest/originals.h"

#include "archive/base/unicode.h"

#include <map>

namespace stele::ingest {

namespace {

Findings name_findings(const std::string& name)
{
    if (is_valid_utf8(name))
        return {};
    return {Finding{Severity::warning, "original.name-not-utf8", to_valid_utf8(name),
        "the file's name is not valid UTF-8; its logical path has the bytes as %XX"}};
}

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

class Collection {
public:
    explicit Collection(const std::filesystem::path& folder) : folder_(folder) {}

    Status add(const std::filesystem::path& file)
    {
        const std::string logical = logical_path(file, folder_);
        if (logical.empty())
            return Error(
                Errc::invalid_argument, file.string() + ": lies outside " + folder_.string());
        const auto [before, fresh] = known_.emplace(logical, file);
        std::error_code error;
        if (!fresh && !std::filesystem::equivalent(before->second, file, error))
            return Error(Errc::already_exists, to_valid_utf8(file.string()) +
                                                   " and another file would both be " + logical +
                                                   "; rename one of them");
        if (!fresh)
            return {};
        const Findings odd = name_findings(beneath(file, folder_).generic_string());
        originals.findings.insert(originals.findings.end(), odd.begin(), odd.end());
        originals.files.push_back({logical, file});
        return {};
    }

    Originals originals;

private:
    const std::filesystem::path& folder_;
    std::map<std::string, std::filesystem::path> known_;
};

} // namespace

std::string logical_path(const std::filesystem::path& file, const std::filesystem::path& folder)
{
    const auto relative = beneath(file, folder);
    return relative.empty() ? "" : "original/" + to_valid_utf8(relative.generic_string());
}

Result<Originals> collect_originals(const Intake& intake, const ScanInfo* maybe_scan)
{
    Collection kept(intake.folder);
    if (!intake.scan.empty())
        STELE_CHECK(kept.add(intake.scan));
    if (maybe_scan != nullptr)
        for (const Companion& companion : maybe_scan->companions)
            // One that leads outside is the reader's finding.
            if (!logical_path(companion.resolved, intake.folder).empty())
                STELE_CHECK(kept.add(companion.resolved));
    for (const auto& document : intake.documents)
        STELE_CHECK(kept.add(document));
    kept.originals.left_out = intake.left_out;
    return std::move(kept.originals);
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
