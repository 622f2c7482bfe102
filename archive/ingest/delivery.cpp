// The rules of sort_delivery, in the order in which delivery.h states them.
#include "archive/ingest/delivery.h"

#include "archive/base/unicode.h"
#include "archive/ingest/originals.h"
#include "archive/ingest/walk.h"
#include "archive/readers/reader.h"
#include "archive/record/slug.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace stele::ingest {

namespace fs = std::filesystem;

namespace {

constexpr const char* kRecordFile = "record.toml";

// Folder and stem: what a scan and the files about it have in common.
fs::path stem_path(const fs::path& file)
{
    return file.parent_path() / ascii_lower(file.stem().string());
}

fs::path existing(const fs::path& file)
{
    std::error_code error;
    return fs::exists(file, error) ? file : fs::path();
}

fs::path own_toml(const fs::path& scan)
{
    fs::path toml = scan;
    return existing(toml.replace_extension(".toml"));
}

// One folder's files, sorted into consignments.
class Sorter {
public:
    Sorter(const fs::path& folder, Walked walked) : folder_(folder), walked_(std::move(walked)) {}

    // --record: all in one.
    Consignment as_one(const fs::path& record_file)
    {
        Consignment all = start(folder_, record_file);
        for (const fs::path& file : walked_.files)
            add(all, file);
        all.left_out = walked_.left_out;
        name(all);
        return all;
    }

    Delivery as_many()
    {
        for (const fs::path& file : walked_.files)
            if (file.filename() == kRecordFile)
                owners_.insert(file.parent_path());
        std::vector<fs::path> rest;
        for (const fs::path& file : walked_.files)
            if (is_scan(file) && !own_toml(folder_ / file).empty())
                lone(file, own_toml(folder_ / file));
            else if (const auto owner = owner_of(file))
                add(owned(*owner), file);
            else
                rest.push_back(file);
        sort_rest(rest);
        assign_left_out();
        return finish();
    }

private:
    static bool is_scan(const fs::path& file) { return readers::looks_like_scan(file); }

    Consignment start(const fs::path& folder, const fs::path& record_file) const
    {
        Consignment c;
        c.folder = folder;
        c.record_file = record_file;
        c.keeps_unreadable = true;
        return c;
    }

    void add(Consignment& to, const fs::path& file) const
    {
        (is_scan(file) ? to.scans : to.documents).push_back(folder_ / file);
    }

    // A single scan names its record, several are named by their folder.
    static void name(Consignment& c)
    {
        std::error_code error;
        c.named_after =
            c.scans.size() == 1 ? c.scans.front() : fs::weakly_canonical(c.folder, error);
    }

    std::optional<fs::path> owner_of(const fs::path& file) const
    {
        for (fs::path at = file.parent_path();; at = at.parent_path()) {
            if (owners_.contains(at))
                return at;
            if (at.empty())
                return std::nullopt;
        }
    }

    Consignment& owned(const fs::path& owner)
    {
        const auto known = by_owner_.find(owner);
        if (known != by_owner_.end())
            return made_[known->second];
        by_owner_[owner] = made_.size();
        const fs::path at = owner.empty() ? folder_ : folder_ / owner;
        made_.push_back(start(at, at / kRecordFile));
        return made_.back();
    }

    // Scans of one stem in one folder are one thing in several formats.
    void lone(const fs::path& scan, const fs::path& record_file)
    {
        const auto [known, fresh] = by_stem_.emplace(stem_path(scan), made_.size());
        if (!fresh)
            return add(made_[known->second], scan);
        in_folder_[scan.parent_path()].push_back(made_.size());
        made_.push_back(start(folder_, record_file));
        made_.back().keeps_unreadable = false;
        made_.back().named_after = folder_ / scan;
        add(made_.back(), scan);
    }

    void sort_rest(const std::vector<fs::path>& rest)
    {
        for (const fs::path& file : rest)
            if (is_scan(file))
                lone(file, {});
        for (const fs::path& file : rest)
            if (is_scan(file))
                continue;
            else if (Consignment* const one = scan_of(file))
                one->documents.push_back(folder_ / file);
            else
                shared_.push_back(folder_ / file);
    }

    // The record that a document goes with, null when that is not plain.
    Consignment* scan_of(const fs::path& file)
    {
        if (const auto same = by_stem_.find(stem_path(file)); same != by_stem_.end())
            return &made_[same->second];
        if (by_stem_.size() == 1)
            return &made_[by_stem_.begin()->second];
        for (fs::path at = file.parent_path();; at = at.parent_path()) {
            const auto scans = in_folder_.find(at);
            if (scans != in_folder_.end())
                return scans->second.size() == 1 ? &made_[scans->second.front()] : nullptr;
            if (at.empty())
                return nullptr;
        }
    }

    void assign_left_out()
    {
        for (const LeftOut& left : walked_.left_out)
            if (const auto owner = owner_of(left.path))
                owned(*owner).left_out.push_back(left);
            else if (Consignment* const one = scan_of(left.path))
                one->left_out.push_back(left);
            else if (!made_.empty())
                made_.front().left_out.push_back(left);
    }

    static const fs::path& first(const Consignment& c)
    {
        return c.scans.empty() ? c.documents.front() : c.scans.front();
    }

    Delivery finish()
    {
        Delivery delivery;
        for (Consignment& c : made_) {
            if (c.named_after.empty())
                name(c);
            delivery.consignments.push_back(std::move(c));
        }
        if (delivery.consignments.size() == 1)
            delivery.consignments.front().keeps_unreadable = true;
        std::sort(delivery.consignments.begin(), delivery.consignments.end(),
            [](const Consignment& a, const Consignment& b) { return first(a) < first(b); });
        delivery.shared = std::move(shared_);
        return delivery;
    }

    fs::path folder_;
    Walked walked_;
    std::set<fs::path> owners_; // folders with a record.toml
    std::vector<Consignment> made_;
    std::map<fs::path, std::size_t> by_owner_, by_stem_; // in made_
    std::map<fs::path, std::vector<std::size_t>> in_folder_;
    std::vector<fs::path> shared_;
};

Consignment single(const fs::path& file, const Options& options)
{
    Consignment c;
    c.folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    c.named_after = file;
    // A file that no reader knows is tried as a scan all the same: its content may tell.
    const bool document = !options.record.empty() && !readers::looks_like_scan(file);
    (document ? c.documents : c.scans).push_back(file);
    c.record_file = !options.record_file.empty() ? options.record_file : own_toml(file);
    if (c.record_file.empty())
        c.record_file = existing(c.folder / kRecordFile);
    return c;
}

Status add_folder(const fs::path& folder, const Options& options, Delivery& delivery)
{
    STELE_TRY(Walked walked, walk_folder(folder));
    if (walked.files.empty())
        return Error(Errc::not_found, folder.string() + ": no files in this folder");
    Sorter sorter(folder, std::move(walked));
    if (!options.record.empty() || !options.record_file.empty()) {
        const fs::path record_file =
            options.record_file.empty() ? existing(folder / kRecordFile) : options.record_file;
        delivery.consignments.push_back(sorter.as_one(record_file));
        return {};
    }
    Delivery sorted = sorter.as_many();
    if (sorted.consignments.empty())
        return Error(Errc::not_found,
            folder.string() + ": no scan in this folder that can be read; to keep its files as "
                              "documents of a record, name it with --record");
    std::move(sorted.consignments.begin(), sorted.consignments.end(),
        std::back_inserter(delivery.consignments));
    std::move(sorted.shared.begin(), sorted.shared.end(), std::back_inserter(delivery.shared));
    return {};
}

// What decides which record a consignment goes into.
std::string record_key(const Consignment& c, const Options& options)
{
    if (!options.record.empty())
        return options.record;
    if (!c.record_file.empty())
        return c.record_file.string();
    return record::slug_from_file(c.named_after.filename().string());
}

// Two files under one name in one record would replace one another.
Status check_distinct(const Delivery& delivery, const Options& options)
{
    std::map<std::string, fs::path> seen;
    for (const Consignment& c : delivery.consignments) {
        std::vector<fs::path> files = c.scans;
        files.insert(files.end(), c.documents.begin(), c.documents.end());
        for (const fs::path& file : files) {
            const std::string path = logical_path(file, c.folder);
            const auto [before, fresh] = seen.emplace(record_key(c, options) + '\n' + path, file);
            std::error_code error;
            if (!fresh && !fs::equivalent(before->second, file, error))
                return Error(Errc::already_exists,
                    before->second.string() + " and " + file.string() + " would both be " + path +
                        " of the same record; give their common folder instead, or ingest one of "
                        "them with another --record");
        }
    }
    return {};
}

} // namespace

Intake intake_of(const Consignment& c)
{
    return {{}, c.folder, c.documents, c.left_out, c.named_after, c.record_file};
}

Intake intake_of_scan(const fs::path& scan, const Options& options)
{
    Intake intake = intake_of(single(scan, options));
    intake.documents.clear();
    intake.scan = scan;
    return intake;
}

Result<Delivery> sort_delivery(const std::vector<fs::path>& paths, const Options& options)
{
    Delivery delivery;
    for (const fs::path& path : paths) {
        std::error_code error;
        if (fs::is_directory(path, error))
            STELE_CHECK(add_folder(path, options, delivery));
        else
            delivery.consignments.push_back(single(path, options));
    }
    STELE_CHECK(check_distinct(delivery, options));
    return delivery;
}

} // namespace stele::ingest
