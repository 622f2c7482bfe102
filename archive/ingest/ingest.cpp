// MAIN PATH: a scan and what lies beside it -> originals and record kept in OCFL -> grid -> level
// of detail -> pages -> access object -> catalogue row. The originals are committed and
// acknowledged before anything is built from them.
#include "archive/ingest/ingest.h"

#include "archive/base/clock.h"
#include "archive/base/cpu_time.h"
#include "archive/base/file.h"
#include "archive/ingest/describe.h"
#include "archive/ingest/examine.h"
#include "archive/ingest/keep.h"
#include "archive/ingest/originals.h"
#include "archive/ingest/viewing_copy.h"
#include "archive/ocfl/object.h"
#include "archive/readers/reader.h"
#include "archive/record/language.h"

#include <algorithm>

namespace stele::ingest {

namespace {

void append(Findings& to, const Findings& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

Status refuse_if_strict(const Options& options, const Findings& findings)
{
    if (options.strict)
        for (const Finding& f : findings)
            if (f.severity != Severity::info)
                return Error(Errc::malformed, f.code + ": " + f.text + " (--strict)");
    return {};
}

// An id that came from a file's name alone must not bring strangers together in one record.
Status check_same_object(
    const Archive& archive, const Description& description, const Originals& originals)
{
    if (!description.exists || description.is_named)
        return {};
    const std::string& path = originals.files.front().logical_path;
    STELE_TRY(const auto object,
        ocfl::Object::open(archive.root, record_object_id(description.record.uuid)));
    const ocfl::Inventory& inventory = object.inventory();
    if (ocfl::digest_of(inventory.block(inventory.head), {path}) != nullptr)
        return {};
    return id_is_taken(description.record.id, path);
}

// The access object could not be made; the originals are safe, and the curator is told why.
Finding no_viewing_copy(const Error& error)
{
    return {Severity::error, "ingest.no-viewing-copy", "",
        "the originals are kept, but there is no viewing copy: " + error.text(), 1,
        {{"reason", error.text()}}};
}

Outcome outcome_of(
    const Description& description, const Originals& originals, const KeptOriginals& kept)
{
    Outcome outcome;
    outcome.id = description.record.id;
    outcome.id_is_chosen = description.is_named;
    outcome.uuid = description.record.uuid;
    outcome.title = record::own_title(description.record).text;
    outcome.original_files = originals.files.size();
    outcome.original_bytes = kept.bytes;
    for (const Original& original : originals.files)
        outcome.sources.push_back(original.source);
    outcome.left_out = originals.left_out;
    outcome.findings = originals.findings;
    return outcome;
}

std::uint64_t bytes_of(const Originals& originals)
{
    std::uint64_t total = 0;
    std::error_code error;
    for (const Original& original : originals.files)
        if (const auto size = std::filesystem::file_size(original.source, error); !error)
            total += size;
    return total;
}

} // namespace

Error id_is_taken(const std::string& id, const std::string& file)
{
    return Error(Errc::already_exists, "there is a record '" + id + "' already, without " + file +
                                           "; to add the file to it: --record " + id +
                                           ", to make another: --record with another id");
}

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

Result<Outcome> ingest(Archive& archive, const Intake& intake, const Options& options)
{
    std::unique_ptr<ScanSource> source; // none: the intake has documents only
    if (!intake.scan.empty()) {
        STELE_TRY(source, readers::open_scan(intake.scan, {intake.folder, options.cancel}));
    }
    STELE_TRY(
        const Originals originals, collect_originals(intake, source ? &source->info() : nullptr));
    STELE_TRY(const Description description, describe(archive, intake, options));
    STELE_CHECK(check_same_object(archive, description, originals));

    if (options.dry_run || options.strict) {
        std::optional<Report> examined;
        if (source) {
            STELE_TRY(examined, examine(*source, options));
        }
        STELE_CHECK(refuse_if_strict(options, originals.findings));
        if (examined)
            STELE_CHECK(refuse_if_strict(options, examined->findings));
        if (options.dry_run) {
            Outcome outcome = outcome_of(description, originals, {{}, bytes_of(originals), false});
            outcome.action = Action::examined;
            if (examined)
                append(outcome.findings, examined->findings);
            outcome.report = std::move(examined);
            return outcome;
        }
    }

    source.reset(); // it may hold a whole scan in another process
    CpuTime timer(CpuTime::Of::process);
    STELE_TRY(const KeptOriginals kept, keep_originals(archive, description, originals, options));
    const double keeping = timer.lap();
    Outcome outcome = outcome_of(description, originals, kept);
    outcome.action = !description.exists ? Action::added
                     : kept.changed      ? Action::updated
                                         : Action::unchanged;
    if (intake.scan.empty())
        return outcome;

    const std::string& original = originals.files.front().logical_path;
    const ViewingCopyRequest request{intake.scan, intake.folder,
        choose_asset_name(archive, description.record, intake.scan, original), original,
        kept.digests.front(), description.record};
    const Options placed = with_remembered_placement(archive, request, options);
    if (!placed.rebuild && viewing_copy_is_current(archive, request, placed)) {
        outcome.has_viewing_copy = true;
        return outcome;
    }

    Result<Report> built = make_viewing_copy(archive, request, placed);
    timer.lap();
    if (built) {
        if (outcome.action == Action::unchanged)
            outcome.action = Action::updated;
        outcome.has_viewing_copy = true;
        append(outcome.findings, built->findings);
        STELE_CHECK(keep_report(archive, description, *built, options));
        built->cpu.hash_and_io += keeping + timer.lap();
        outcome.report = std::move(*built);
    } else if (built.error().code() == Errc::cancelled) {
        return built.take_error();
    } else {
        outcome.findings.push_back(no_viewing_copy(built.error()));
        Result<Report> read = report_alone(request, placed);
        if (!read && read.error().code() == Errc::cancelled)
            return read.take_error();
        STELE_CHECK(
            keep_failure(archive, description, built.error(), read ? &*read : nullptr, options));
        if (read) {
            append(outcome.findings, read->findings);
            outcome.report = std::move(*read);
        }
    }
    return outcome;
}

} // namespace stele::ingest
