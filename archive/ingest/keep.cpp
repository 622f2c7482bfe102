// Every commit here is bracketed by an intent row; the row is cleared only after the catalogue says
// what OCFL says.
#include "archive/ingest/keep.h"

#include "archive/base/clock.h"
#include "archive/base/file.h"
#include "archive/ingest/commit.h"
#include "archive/ocfl/object.h"
#include "archive/ocfl/update.h"
#include "archive/record/json.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace stele::ingest {

namespace {

constexpr std::uint64_t kMaxEventBytes = 64u << 20;

// events/0001.json, events/0002.json, ...: the next free one.
std::string next_event_path(const ocfl::ObjectUpdate& update)
{
    for (unsigned n = 1;; ++n) {
        std::array<char, 32> name{};
        std::snprintf(name.data(), name.size(), "events/%04u.json", n);
        if (!update.contains({name.data()}))
            return name.data();
    }
}

Status add_event(ocfl::ObjectUpdate& update, const Event& event, const Options& options)
{
    const Json json =
        event_json(event, rfc3339_utc(now_unix_seconds()), options.user_name, options.program);
    return update.add_bytes(
        {next_event_path(update)}, as_bytes(print_json(json, JsonStyle::pretty) + "\n"));
}

Status commit_record(Archive& archive, ocfl::ObjectUpdate& update, const std::string& message,
    const Options& options)
{
    const ObjectId id = update.id();
    return commit_with_intent(
        archive, update, id, update.version(), version_info(message, options));
}

Json left_out_json(const std::vector<LeftOut>& list)
{
    if (list.empty())
        return {};
    Json json = Json::array();
    for (const LeftOut& left : list)
        json.push(Json::object({{"path", left.path}, {"reason", left.reason}}));
    return json;
}

struct Hashed {
    std::vector<std::string> digests;
    std::uint64_t bytes = 0;
};

Result<Hashed> hash_originals(const Originals& originals, const Options& options)
{
    Hashed hashed;
    for (const Original& original : originals.files) {
        STELE_TRY(const File file, File::open(original.source));
        STELE_TRY(const std::uint64_t size, file.size_bytes());
        STELE_TRY(
            const auto digests, ocfl::hash_file(file, {DigestAlgorithm::sha512}, options.cancel)
                                    .in(original.source.string()));
        hashed.digests.push_back(digests.front());
        hashed.bytes += size;
    }
    return hashed;
}

// The object holds exactly these originals under these names, and this record.
Result<bool> holds_all(const Archive& archive, const Description& description,
    const Originals& originals, const Hashed& hashed)
{
    STELE_TRY(const auto object,
        ocfl::Object::open(archive.root, record_object_id(description.record.uuid)));
    const ocfl::Inventory& inventory = object.inventory();
    const ocfl::VersionBlock& head = inventory.block(inventory.head);
    for (std::size_t i = 0; i < originals.files.size(); ++i) {
        const auto* const digest = ocfl::digest_of(head, {originals.files[i].logical_path});
        if (digest == nullptr || !ocfl::same_digest(*digest, hashed.digests[i]))
            return false;
    }
    return true;
}

// The newest event says that the same thing went wrong.
Result<bool> failure_is_known(
    const Archive& archive, const Description& description, const Error& error)
{
    STELE_TRY(
        auto object, ocfl::Object::open(archive.root, record_object_id(description.record.uuid)));
    STELE_TRY(const auto files, object.files());
    const ocfl::StoredFile* newest = nullptr; // files are sorted
    for (const ocfl::StoredFile& file : files)
        if (file.logical.text.starts_with("events/"))
            newest = &file;
    if (newest == nullptr)
        return false;
    STELE_TRY(const Bytes bytes, object.read_file(newest->logical, kMaxEventBytes));
    STELE_TRY(const Json event, parse_json(as_text(bytes)).in(newest->logical.text));
    return event["outcome"].string_or("") == "failure" &&
           event["detail"].string_or("") == error.text();
}

record::Record stamped(const Description& description)
{
    record::Record record = description.record;
    const std::string now = rfc3339_utc(now_unix_seconds());
    if (record.created.empty())
        record.created = now;
    record.modified = now;
    return record;
}

Result<ocfl::ObjectUpdate> begin(Archive& archive, const Description& description)
{
    const ObjectId id = record_object_id(description.record.uuid);
    return archive.root.contains(id)
               ? ocfl::ObjectUpdate::begin_next(*archive.lock, *archive.io, id)
               : ocfl::ObjectUpdate::begin_new(*archive.lock, *archive.io, id);
}

} // namespace

Result<KeptOriginals> keep_originals(Archive& archive, const Description& description,
    const Originals& originals, const Options& options)
{
    STELE_TRY(const Hashed hashed, hash_originals(originals, options));
    KeptOriginals kept{hashed.digests, hashed.bytes, true};
    if (!description.changed) {
        STELE_TRY(const bool all, holds_all(archive, description, originals, hashed));
        kept.changed = !all;
        if (all)
            return kept;
    }
    STELE_TRY(auto update, begin(archive, description));
    STELE_CHECK(ocfl::check_free_space(archive.dir, hashed.bytes));
    Json inputs = Json::array();
    std::uint64_t done = 0;
    for (std::size_t i = 0; i < originals.files.size(); ++i) {
        const Original& original = originals.files[i];
        ocfl::CopyOptions copy;
        copy.cancel = options.cancel;
        copy.expected_sha512 = hashed.digests[i];
        copy.progress = [&](std::uint64_t bytes) {
            if (options.progress)
                options.progress("keep",
                    0.15 * double(done + bytes) / double(std::max<std::uint64_t>(1, hashed.bytes)));
        };
        STELE_TRY(const ocfl::Copied copied,
            update.add_copy({original.logical_path}, original.source, copy));
        done += copied.size_bytes;
        inputs.push(Json::object({{"path", original.logical_path}, {"sha512", hashed.digests[i]},
            {"bytes", copied.size_bytes}}));
    }
    STELE_CHECK(
        update.add_bytes({"record.json"}, as_bytes(record::canonical_text(stamped(description)))));
    const std::string message = description.exists ? "updated from a delivery" : "ingested";
    STELE_CHECK(add_event(update,
        {"ingest", "success", message, inputs, left_out_json(originals.left_out)}, options));
    STELE_CHECK(commit_record(archive, update, message, options));
    return kept;
}

Status keep_report(
    Archive& archive, const Description& description, const Report& report, const Options& options)
{
    STELE_TRY(auto update, begin(archive, description));
    const std::string text = print_json(report_json(report), JsonStyle::pretty) + "\n";
    STELE_CHECK(update.add_bytes({"report/" + report.asset + ".json"}, as_bytes(text)));
    const std::string detail = "viewing copy of " + report.original + " made";
    const Json inputs(
        Json::Array{Json::object({{"path", report.original}, {"sha512", report.source_digest}})});
    STELE_CHECK(add_event(update, {"viewing-copy", "success", detail, inputs}, options));
    return commit_record(archive, update, detail, options);
}

Status keep_failure(
    Archive& archive, const Description& description, const Error& error, const Options& options)
{
    STELE_TRY(const bool known, failure_is_known(archive, description, error));
    if (known)
        return {};
    STELE_TRY(auto update, begin(archive, description));
    STELE_CHECK(
        add_event(update, {"viewing-copy", "failure", error.text(), Json::array()}, options));
    return commit_record(archive, update, "no viewing copy could be made", options);
}

} // namespace stele::ingest
