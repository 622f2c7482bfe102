// MAIN PATH: scan file -> originals and record kept in OCFL -> grid -> level of detail -> pages ->
// access object -> catalogue row. The originals are committed and acknowledged before anything is
// built from them.
#include "archive/ingest/ingest.h"

#include "archive/base/clock.h"
#include "archive/base/file.h"
#include "archive/ingest/describe.h"
#include "archive/ingest/examine.h"
#include "archive/ingest/keep.h"
#include "archive/ingest/originals.h"
#include "archive/ingest/viewing_copy.h"
#include "archive/readers/reader.h"
#include "archive/record/language.h"

#include <algorithm>

namespace stele::ingest {

namespace {

void append(Findings& to, const Findings& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

std::filesystem::path folder_of(const std::filesystem::path& scan, const Options& options)
{
    if (!options.folder.empty())
        return options.folder;
    return scan.has_parent_path() ? scan.parent_path() : std::filesystem::path(".");
}

Status refuse_if_strict(const Options& options, const Findings& findings)
{
    if (options.strict)
        for (const Finding& f : findings)
            if (f.severity != Severity::info)
                return Error(Errc::malformed, f.code + ": " + f.text + " (--strict)");
    return {};
}

// The access object could not be made; the originals are safe, and the curator is told why.
Finding no_viewing_copy(const Error& error)
{
    return {Severity::error, "ingest.no-viewing-copy", "",
        "the originals are kept, but there is no viewing copy: " + error.text()};
}

Outcome outcome_of(
    const Description& description, const Originals& originals, const KeptOriginals& kept)
{
    Outcome outcome;
    outcome.id = description.record.id;
    outcome.uuid = description.record.uuid;
    outcome.title = record::own_title(description.record).text;
    outcome.original_files = originals.files.size();
    outcome.original_bytes = kept.bytes;
    outcome.findings = originals.findings;
    return outcome;
}

} // namespace

std::string_view action_name(Action action)
{
    switch (action) {
    case Action::added:
        return "added";
    case Action::updated:
        return "updated";
    case Action::unchanged:
        return "unchanged";
    case Action::examined:
        return "examined";
    }
    return "unchanged";
}

Result<Outcome> ingest(Archive& archive, const std::filesystem::path& scan, const Options& options)
{
    const auto folder = folder_of(scan, options);
    STELE_TRY(const auto source, readers::open_scan(scan, {folder}));
    STELE_TRY(const Originals originals, collect_originals(scan, folder, source->info()));
    STELE_TRY(const Description description, describe(archive, scan, options));

    if (options.dry_run || options.strict) {
        STELE_TRY(const Report examined, examine(*source, options));
        STELE_CHECK(refuse_if_strict(options, originals.findings));
        STELE_CHECK(refuse_if_strict(options, examined.findings));
        if (options.dry_run) {
            Outcome outcome = outcome_of(description, originals, {});
            outcome.action = Action::examined;
            append(outcome.findings, examined.findings);
            outcome.report = examined;
            return outcome;
        }
    }

    STELE_TRY(const KeptOriginals kept, keep_originals(archive, description, originals, options));
    Outcome outcome = outcome_of(description, originals, kept);
    outcome.action = !description.exists ? Action::added
                     : kept.changed      ? Action::updated
                                         : Action::unchanged;

    const std::string& original = originals.files.front().logical_path;
    const ViewingCopyRequest request{scan, folder,
        choose_asset_name(archive, description.record, scan, original), original,
        kept.digests.front(), description.record};
    const Options placed = with_remembered_placement(archive, request, options);
    if (!placed.rebuild && viewing_copy_is_current(archive, request, placed)) {
        outcome.has_viewing_copy = true;
        return outcome;
    }

    Result<Report> built = make_viewing_copy(archive, request, placed);
    if (built) {
        if (outcome.action == Action::unchanged)
            outcome.action = Action::updated;
        outcome.has_viewing_copy = true;
        append(outcome.findings, built->findings);
        STELE_CHECK(keep_report(archive, description, *built, options));
        outcome.report = std::move(*built);
    } else if (built.error().code() == Errc::cancelled) {
        return built.take_error();
    } else {
        outcome.findings.push_back(no_viewing_copy(built.error()));
        STELE_CHECK(keep_failure(archive, description, built.error(), options));
    }
    return outcome;
}

} // namespace stele::ingest
