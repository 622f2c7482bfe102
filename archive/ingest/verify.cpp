// Everything is read back from disk; nothing that the writer knew is trusted.
#include "archive/ingest/verify.h"

#include "archive/ingest/stored_asset.h"
#include "archive/ingest/stored_scan.h"
#include "archive/lod/check.h"
#include "archive/ocfl/object.h"
#include "archive/ocfl/validate.h"
#include "archive/page/asset_file.h"
#include "archive/page/decode.h"
#include "archive/page/verify.h"

#include <algorithm>
#include <map>
#include <set>

namespace stele::ingest {

namespace {

Finding finding_of(const ocfl::Violation& violation, const std::string& object)
{
    return {violation.is_error() ? Severity::error : Severity::warning, "ocfl." + violation.code,
        object + "/" + violation.path, violation.text};
}

void append(Findings& to, const Findings& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

Finding unreadable(const std::string& where, const Error& error)
{
    return {Severity::error, "verify.unreadable", where, error.text()};
}

// What people call each content file, as far as the inventory can be read.
std::map<ocfl::ContentPath, std::string> names_of_content(
    const Archive& archive, const ObjectId& id)
{
    std::map<ocfl::ContentPath, std::string> names;
    auto object = ocfl::Object::open(archive.root, id);
    if (!object)
        return names;
    for (const auto& [version, block] : object->inventory().versions) {
        const auto files = object->files(version);
        if (files)
            for (const ocfl::StoredFile& file : *files)
                names[file.content] = file.logical.text;
    }
    return names;
}

// Structure, inventories and (unless quick) every byte of one object.
Status verify_object(
    const Archive& archive, const ObjectId& id, const VerifyOptions& options, Verdict& verdict)
{
    const auto path = archive.root.object_path(id);
    ocfl::ValidateOptions validate;
    validate.content = !options.quick;
    validate.cancel = options.cancel;
    const auto names = names_of_content(archive, id);
    for (ocfl::Violation violation : ocfl::validate_object(path, validate)) {
        if (const auto name = names.find({violation.path}); name != names.end())
            violation.text = name->second + ": " + violation.text;
        verdict.findings.push_back(finding_of(violation, id.text));
    }
    if (options.cancel != nullptr && options.cancel->requested)
        return Error(Errc::cancelled, "interrupted");
    auto object = ocfl::Object::open(archive.root, id);
    if (!object) {
        verdict.findings.push_back(unreadable(id.text, object.error()));
        return {};
    }
    if (options.all_digests) {
        ocfl::VerifyOptions all;
        all.cancel = options.cancel;
        all.all_digests = true;
        STELE_TRY(const Findings differing, object->verify(all));
        append(verdict.findings, differing);
    }
    const auto files = object->files();
    if (!files) {
        verdict.findings.push_back(unreadable(id.text, files.error()));
        return {};
    }
    verdict.files += files->size();
    for (const ocfl::StoredFile& file : *files)
        verdict.bytes += file.size_bytes;
    return {};
}

// The level-of-detail graph as the pages tell it; the checker wants the coarsest group first.
Result<Findings> check_graph(const page::AssetFile& asset, const VerifyOptions& options)
{
    const PageIndex& index = asset.index();
    lod::Checker checker(index.asset.grid.step_m);
    for (std::size_t p = index.pages.size(); p-- > 0;) {
        if (options.cancel != nullptr && options.cancel->requested)
            return Error(Errc::cancelled, "interrupted");
        STELE_TRY(const Bytes bytes, asset.read_page(PageId{static_cast<std::uint32_t>(p)}));
        STELE_TRY(const auto groups, page::read_groups(bytes, index.pages[p], index.asset));
        for (auto group = groups.rbegin(); group != groups.rend(); ++group)
            checker.add(*group);
    }
    return checker.finish();
}

struct Objects {
    Result<ocfl::Object> access, record;
};

// The scan as the record keeps it, against what the viewing copy says of itself.
Status verify_error(const page::AssetFile& asset, Objects& objects, const std::string& folder,
    const VerifyOptions& options, Verdict& verdict)
{
    if (!objects.record)
        return {}; // said already
    const std::string name = folder.substr(folder.rfind('/') + 1);
    auto scan = read_stored_scan(*objects.record, name, asset.index().asset, options.cancel);
    if (!scan && scan.error().code() == Errc::cancelled)
        return scan.error();
    if (!scan) {
        verdict.findings.push_back(
            {Severity::warning, "verify.error-unproven", folder, scan.error().text()});
        return {};
    }
    ErrorCheckOptions check;
    check.samples = options.samples;
    check.jobs = options.jobs;
    check.cancel = options.cancel;
    check.progress = options.progress;
    STELE_TRY(ErrorCheck result, check_error(asset, std::move(*scan), folder, check));
    result.asset = name;
    append(verdict.findings, result.findings);
    verdict.errors.push_back(std::move(result));
    return {};
}

Status verify_asset(
    Objects& objects, const std::string& folder, const VerifyOptions& options, Verdict& verdict)
{
    const auto opener = [&](std::string_view name) {
        return objects.access->open_file({folder + "/" + std::string(name)});
    };
    const auto asset = page::AssetFile::open(opener);
    if (!asset) {
        verdict.findings.push_back(unreadable(folder, asset.error()));
        return {};
    }
    verdict.pages += asset->index().pages.size();
    verdict.groups += asset->index().groups.size();
    if (options.quick)
        return {};
    page::VerifyOptions pages;
    pages.cancel = options.cancel;
    STELE_TRY(const page::VerifyReport report, page::verify_asset(*asset, pages));
    append(verdict.findings, report.findings);
    if (!report.findings.empty())
        return {}; // a graph read from damaged pages proves nothing more
    STELE_TRY(const Findings graph, check_graph(*asset, options));
    append(verdict.findings, graph);
    if (options.error)
        return verify_error(*asset, objects, folder, options, verdict);
    return {};
}

Status verify_assets(
    const Archive& archive, const std::string& uuid, const VerifyOptions& options, Verdict& verdict)
{
    Objects objects{ocfl::Object::open(archive.root, access_object_id(uuid)),
        ocfl::Object::open(archive.root, record_object_id(uuid))};
    if (!objects.access)
        return {}; // said already
    STELE_TRY(const auto files, objects.access->files());
    std::set<std::string> folders;
    for (const ocfl::StoredFile& file : files)
        if (const auto slash = file.logical.text.rfind('/'); slash != std::string::npos)
            folders.insert(file.logical.text.substr(0, slash));
    for (const std::string& folder : folders)
        STELE_CHECK(verify_asset(objects, folder, options, verdict));
    return {};
}

} // namespace

bool Verdict::damaged() const
{
    return std::any_of(findings.begin(), findings.end(),
        [](const Finding& f) { return f.severity == Severity::error; });
}

Findings verify_root(const Archive& archive)
{
    Findings findings;
    ocfl::ValidateOptions structure;
    structure.content = false;
    for (const ocfl::Violation& violation : ocfl::validate_root(archive.root.path(), structure))
        findings.push_back(finding_of(violation, "ocfl"));
    return findings;
}

Result<Verdict> verify_record(const Archive& archive, const std::string& slug,
    const std::string& uuid, const VerifyOptions& options)
{
    Verdict verdict;
    verdict.id = slug;
    STELE_CHECK(verify_object(archive, record_object_id(uuid), options, verdict));
    const ObjectId access = access_object_id(uuid);
    if (archive.root.contains(access)) {
        STELE_CHECK(verify_object(archive, access, options, verdict));
        STELE_CHECK(verify_assets(archive, uuid, options, verdict));
    } else {
        verdict.findings.push_back({Severity::warning, "verify.no-viewing-copy", slug,
            "there is no viewing copy; ingest the scan again to make one"});
    }
    return verdict;
}

} // namespace stele::ingest
