// Each check answers from what the system says at once; only the viewer, which knows Vulkan, and
// fc-list, which knows the fonts, are started, and neither may take longer than ten seconds.
#include "tools/stele/examine.h"

#include "archive/catalogue/database.h"
#include "archive/ingest/archive.h"
#include "tools/stele/launch.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace stele::cli {

namespace {

constexpr std::uint64_t kLittleSpace = std::uint64_t{2} << 30;

std::string variable(const char* name)
{
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

// Fills in what and the texts of a check.
class Report {
public:
    Report(const Context& context, const record::Texts& texts) : context_(context), texts_(texts) {}

    void add(const std::string& id, Verdict verdict, std::string value, std::string fix = {})
    {
        checks_.push_back(
            {id, texts_.text("doctor." + id), std::move(value), verdict, std::move(fix)});
    }
    std::string text(std::string_view id, std::initializer_list<std::string_view> values = {}) const
    {
        return texts_.text("doctor." + std::string(id), values);
    }
    std::string install(std::string_view package) const { return text("install", {package}); }
    std::string count(std::uint64_t number) const { return record::count_text(number, texts_); }
    const Context& context() const { return context_; }
    std::vector<Check> take() { return std::move(checks_); }

private:
    const Context& context_;
    const record::Texts& texts_;
    std::vector<Check> checks_;
};

void look_at_search(Report& report)
{
    const catalogue::Engine engine = catalogue::database_engine();
    report.add("search", engine.has_fts5 ? Verdict::ok : Verdict::attention,
        report.text(engine.has_fts5 ? "search.fts5" : "search.no-fts5", {engine.version}),
        engine.has_fts5 ? "" : report.install("libsqlite3-0"));
}

void look_at_programs(Report& report)
{
    for (const char* const name : {"stele-viewer", "stele-read-mesh"}) {
        const auto path = report.context().program_directory / name;
        const bool there = ::access(path.c_str(), X_OK) == 0;
        const std::string why = std::string("program.without-") + name;
        report.add("program", there ? Verdict::ok : Verdict::note,
            there ? std::string(name) : report.text("program.absent", {name}),
            there ? "" : report.text(why));
    }
}

// The device that the viewer would take; its document is {"devices": [...], "chosen": n}.
void look_at_graphics(Report& report)
{
    const auto viewer = report.context().program_directory / "stele-viewer";
    if (::access(viewer.c_str(), X_OK) != 0)
        return report.add("graphics", Verdict::note, report.text("graphics.no-viewer"));
    const auto said = output_of({viewer.string(), "--devices"});
    auto json = said ? parse_json(*said) : Result<Json>(said.error());
    if (!json)
        return report.add("graphics", Verdict::attention,
            report.text("graphics.failed", {json.error().text()}),
            report.install("mesa-vulkan-drivers"));
    const Json::Array* const devices = (*json)["devices"].elements();
    const auto chosen = (*json)["chosen"].integer_or(-1);
    if (devices == nullptr || devices->empty())
        return report.add("graphics", Verdict::attention, report.text("graphics.none"),
            report.install("mesa-vulkan-drivers"));
    for (std::size_t i = 0; i < devices->size(); ++i) {
        const Json& device = (*devices)[i];
        const std::string name = device["name"].string_or("?");
        const std::string reason = device["unusable"].string_or("");
        const bool taken = chosen == static_cast<std::int64_t>(i);
        const bool software = device["type"].string_or("") == "software";
        const std::string value = "Vulkan " + device["vulkan"].string_or("?") + "  " + name +
                                  (taken && devices->size() > 1 ? " *" : "");
        if (!reason.empty())
            report.add("graphics", Verdict::note, value + ": " + reason);
        else if (software && taken)
            report.add("graphics", Verdict::note, value, report.text("graphics.software"));
        else
            report.add("graphics", Verdict::ok, value);
    }
    if (chosen < 0)
        report.add("graphics", Verdict::attention,
            report.text("graphics.failed", {(*json)["reason"].string_or("")}),
            report.install("mesa-vulkan-drivers"));
}

void look_at_display(Report& report)
{
    const std::string wayland = variable("WAYLAND_DISPLAY"), x11 = variable("DISPLAY");
    if (!wayland.empty())
        report.add(
            "display", Verdict::ok, "Wayland " + wayland + (x11.empty() ? "" : ", X11 " + x11));
    else if (!x11.empty())
        report.add("display", Verdict::ok, "X11 " + x11);
    else
        report.add(
            "display", Verdict::note, report.text("display.none"), report.text("display.without"));
}

void look_at_fonts(Report& report)
{
    const auto families = output_of({"fc-list", ":lang=zh-cn", "family"});
    if (!families)
        return report.add("fonts", Verdict::attention, report.text("fonts.unknown"),
            report.install("fontconfig"));
    // "Noto Sans CJK SC,..." a line; one family stands for the rest.
    std::istringstream lines(*families);
    std::set<std::string> names;
    for (std::string line; std::getline(lines, line);)
        names.insert(line.substr(0, line.find(',')));
    if (names.empty())
        return report.add("fonts", Verdict::attention, report.text("fonts.none"),
            report.install("fonts-noto-cjk"));
    // The mainland forms stand for the rest.
    const auto usual = std::find_if(names.begin(), names.end(),
        [](const std::string& name) { return name.ends_with("CJK SC"); });
    report.add("fonts", Verdict::ok,
        report.text("fonts.found",
            {usual != names.end() ? *usual : *names.begin(), std::to_string(names.size())}));
}

void look_at_locale(Report& report)
{
    std::string locale;
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"})
        if (locale.empty())
            locale = variable(name);
    std::string charset = locale;
    std::transform(charset.begin(), charset.end(), charset.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    const bool utf8 =
        charset.find("UTF-8") != std::string::npos || charset.find("UTF8") != std::string::npos;
    const std::string shown = locale.empty() ? "C" : locale;
    report.add("locale", utf8 ? Verdict::ok : Verdict::attention, shown,
        utf8 ? "" : report.text("locale.fix"));
}

void look_at_disk(Report& report, const std::filesystem::path& folder)
{
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    if (error || space.capacity == 0)
        return;
    const bool little = space.available < kLittleSpace || space.available < space.capacity / 10;
    report.add("disk", little ? Verdict::attention : Verdict::ok,
        report.text("disk.free", {print_size(space.available), print_size(space.capacity)}),
        little ? report.text("disk.little") : "");
}

// As the kernel lists it, without touching the lock: "1: FLOCK ADVISORY WRITE 4711 08:01:1234 0
// EOF".
std::string lock_holder(const std::filesystem::path& lock)
{
    struct stat there {};
    if (::stat(lock.c_str(), &there) != 0)
        return "";
    std::ifstream lines("/proc/locks");
    const std::string inode = ":" + std::to_string(there.st_ino);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string number, kind, advisory, access, pid, file;
        words >> number >> kind >> advisory >> access >> pid >> file;
        if (kind == "FLOCK" && file.ends_with(inode))
            return pid;
    }
    return "";
}

void look_at_staging(Report& report, const ocfl::ArchiveDir& dir)
{
    if (const std::string pid = lock_holder(dir.staging() / ocfl::kLockName); !pid.empty())
        return report.add("staging", Verdict::note, report.text("staging.written", {pid}));
    std::size_t leftovers = 0;
    std::error_code error;
    for (auto it = std::filesystem::directory_iterator(dir.staging(), error);
         !error && it != std::filesystem::directory_iterator(); it.increment(error))
        leftovers += it->path().filename() == ocfl::kLockName ? 0u : 1u;
    const bool writable = ::access(dir.folder().c_str(), W_OK) == 0;
    if (leftovers > 0)
        report.add("staging", Verdict::note,
            report.text("staging.leftovers", {std::to_string(leftovers)}),
            report.text("staging.settled"));
    else
        report.add("staging", writable ? Verdict::ok : Verdict::note,
            report.text(writable ? "staging.free" : "staging.read-only"));
}

// Objects of the root that no row names, and rows whose objects are gone.
Result<std::size_t> disagreements(ingest::Archive& archive)
{
    STELE_TRY(const auto rows, archive.catalogue.list({}));
    STELE_TRY(const auto objects, archive.root.object_ids());
    std::set<std::string> unnamed;
    for (const ObjectId& id : objects)
        unnamed.insert(id.text);
    std::size_t missing = 0;
    for (const auto& row : rows) {
        missing += unnamed.erase(row.object_id.text) == 0 ? 1u : 0u;
        const bool has_access = unnamed.erase(row.access_id.text) > 0;
        missing += !has_access && row.state == catalogue::State::ok ? 1u : 0u;
    }
    return missing + unnamed.size();
}

void look_at_catalogue(Report& report, ingest::Archive& archive)
{
    const auto records = archive.catalogue.count({});
    const Status whole = archive.catalogue.check();
    const auto pending = archive.catalogue.pending_intents();
    const auto apart = disagreements(archive);
    const std::string fix = report.text("catalogue.fix");
    if (!records || !whole || !pending || !apart)
        return report.add("catalogue", Verdict::attention,
            !whole     ? whole.error().text()
            : !records ? records.error().text()
            : !pending ? pending.error().text()
                       : apart.error().text(),
            fix);
    if (*apart > 0 && pending->empty())
        return report.add("catalogue", Verdict::attention,
            report.text("catalogue.apart", {report.count(*apart)}), fix);
    if (!pending->empty())
        return report.add("catalogue", Verdict::note,
            report.text("catalogue.pending", {report.count(pending->size())}),
            report.text("staging.settled"));
    report.add("catalogue", Verdict::ok, report.text("catalogue.agrees", {report.count(*records)}));
}

void look_at_archive(Report& report)
{
    const auto folder = find_archive(report.context().globals);
    if (!folder)
        return report.add("archive", Verdict::note, report.text("archive.none"), "stele init DIR");
    auto dir = ocfl::ArchiveDir::open(*folder);
    if (!dir)
        return report.add("archive", Verdict::attention, dir.error().text(),
            dir.error().code() == Errc::newer_format ? report.text("archive.newer")
                                                     : report.text("archive.fix"));
    report.add("archive", Verdict::ok,
        report.text(
            "archive.found", {dir->folder().string(), std::to_string(ocfl::kArchiveFormat)}));
    look_at_disk(report, dir->folder());
    look_at_staging(report, *dir);
    auto archive = ingest::Archive::open(*folder);
    if (!archive)
        return report.add(
            "catalogue", Verdict::attention, archive.error().text(), report.text("catalogue.fix"));
    look_at_catalogue(report, *archive);
}

} // namespace

std::vector<Check> examine_computer(const Context& context, const record::Texts& texts)
{
    Report report(context, texts);
    look_at_programs(report);
    look_at_search(report);
    look_at_graphics(report);
    look_at_display(report);
    look_at_fonts(report);
    look_at_locale(report);
    look_at_archive(report);
    return report.take();
}

} // namespace stele::cli
