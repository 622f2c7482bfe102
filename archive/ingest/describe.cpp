// The overlay works on JSON, key by key at the top level: what a person leaves out of record.toml
// stays as it was.
#include "archive/ingest/describe.h"

#include "archive/base/clock.h"
#include "archive/base/file.h"
#include "archive/base/unicode.h"
#include "archive/record/json.h"
#include "archive/record/set.h"
#include "archive/record/slug.h"
#include "archive/record/toml.h"

namespace stele::ingest {

namespace {

constexpr std::uint64_t kMaxRecordBytes = 16u << 20;

Result<record::Record> read_draft(const std::filesystem::path& file)
{
    if (file.empty())
        return record::Record{};
    STELE_TRY(const std::string text, read_text_file(file, kMaxRecordBytes));
    return record::from_toml(text, file.string());
}

// Every top-level key of draft replaces that of base.
Result<record::Record> overlay(const record::Record& base, const record::Record& draft)
{
    Json merged = record::to_json(base);
    const Json over = record::to_json(draft);
    if (const Json::Object* const members = over.members())
        for (const auto& [key, value] : *members)
            if (key != "schema")
                merged.set(key, value);
    return record::from_json(merged, record::Stage::edit);
}

// What a record must have and a scan without any description cannot give.
void fill_defaults(record::Record& record, const std::filesystem::path& named_after)
{
    if (record.uuid.empty())
        record.uuid = new_uuid_v4();
    if (record.type.empty())
        record.type = "object";
    if (record.title.empty())
        record.title["und"] = to_valid_utf8(named_after.stem().string()); // BCP 47: undetermined
}

std::string slug_of(
    const record::Record& draft, const std::filesystem::path& named_after, const Options& options)
{
    if (!options.record.empty())
        return options.record;
    if (!draft.id.empty())
        return draft.id;
    const std::string slug = record::slug_from_file(named_after.filename().string());
    return slug.empty() ? "object" : slug;
}

// The object that the slug names, else the one that the uuid names: a record may get a new slug.
Result<std::optional<ObjectId>> object_of(
    Archive& archive, const std::string& slug, const std::string& uuid)
{
    STELE_TRY(const bool taken, archive.catalogue.slug_taken(slug));
    if (taken) {
        STELE_TRY(const auto row, archive.catalogue.find(slug));
        return std::optional(row.object_id);
    }
    const ObjectId named = record_object_id(uuid);
    if (uuid.empty() || !archive.root.contains(named))
        return std::optional<ObjectId>();
    return std::optional(named);
}

} // namespace

Result<record::Record> read_record(ocfl::Object& object)
{
    STELE_TRY(const Bytes bytes, object.read_file({"record.json"}, kMaxRecordBytes));
    return record::from_json_text(as_text(bytes));
}

Result<Description> describe(Archive& archive, const Intake& intake, const Options& options)
{
    STELE_TRY(record::Record draft, read_draft(intake.record_file));
    const std::string slug = slug_of(draft, intake.named_after, options);
    if (!record::is_slug(slug))
        return Error(Errc::invalid_argument,
            "record id '" + slug +
                "': write 1 to 63 of a-z, 0-9 and hyphens, beginning with a letter or digit");
    Description description;
    description.is_named = !options.record.empty() || !draft.id.empty();
    record::Record before;
    STELE_TRY(const auto known, object_of(archive, slug, draft.uuid));
    if (known) {
        STELE_TRY(auto object, ocfl::Object::open(archive.root, *known));
        STELE_TRY(before, read_record(object));
        description.exists = true;
    }
    if (known && !draft.uuid.empty() && draft.uuid != before.uuid)
        return Error(Errc::already_exists, "record '" + slug + "' has the uuid " + before.uuid +
                                               ", not " + draft.uuid +
                                               "; leave the uuid out or choose another id");
    draft.id = slug;
    STELE_TRY(description.record, overlay(before, draft));
    STELE_CHECK(record::apply_set(description.record, options.set));
    fill_defaults(description.record, intake.named_after);
    // The schema judges the finished record: a draft may leave out what this must have.
    STELE_CHECK(record::from_json(record::to_json(description.record)).in("record '" + slug + "'"));
    description.changed = !description.exists || record::canonical_text(description.record) !=
                                                     record::canonical_text(before);
    return description;
}

} // namespace stele::ingest
