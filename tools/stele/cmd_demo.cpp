// stele demo: makes two synthetic surveys, ingests them, and shows them. Nothing is downloaded.
#include "archive/ingest/ingest.h"
#include "tools/landmark/landmark.h"
#include "tools/stele/launch.h"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <memory>

namespace stele::cli {

extern const std::string_view kTowerRecord;
extern const std::string_view kStoneRecord;

namespace {

struct DemoArguments {
    std::string picture;
    std::uint64_t triangles = 1'000'000;
};

struct Landmark {
    std::string name; // of the scan and of the record
    std::string_view record;
    std::function<Status(const std::filesystem::path&)> write;
};

std::filesystem::path demo_folder(const Globals& globals)
{
    if (!globals.archive.empty())
        return globals.archive;
    if (const char* const cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
        return std::filesystem::path(cache) / "stele" / "demo.stele";
    if (const char* const home = std::getenv("HOME"); home != nullptr && *home != '\0')
        return std::filesystem::path(home) / ".cache" / "stele" / "demo.stele";
    return "demo.stele";
}

std::vector<Landmark> landmarks(const DemoArguments& arguments, const Cancel& cancel)
{
    landmark::TowerOptions tower;
    tower.target_triangles = arguments.triangles;
    tower.cancel = &cancel;
    landmark::SteleOptions stone;
    stone.target_triangles = arguments.triangles / 5;
    stone.cancel = &cancel;
    return {{"zhenhai-tower", kTowerRecord,
                [tower](const auto& path) { return landmark::write_zhenhai_tower(path, tower); }},
        {"tortoise-stele", kStoneRecord,
            [stone](const auto& path) { return landmark::write_tortoise_stele(path, stone); }}};
}

// Scan and record.toml as a contractor would deliver them. What is there already is kept.
Status write_survey(const Landmark& landmark, const std::filesystem::path& folder, Output& out)
{
    const auto scan = folder / (landmark.name + ".ply");
    std::error_code error;
    if (!std::filesystem::exists(scan, error)) {
        out.say("Surveying " + landmark.name + " (synthetic)");
        STELE_CHECK(landmark.write(scan));
    }
    return replace_file_durably(
        real_io(), folder / (landmark.name + ".toml"), as_bytes(landmark.record));
}

Status make_archive(
    const std::filesystem::path& folder, const DemoArguments& arguments, Context& context)
{
    Output& out = context.out;
    std::error_code error;
    const auto scans = std::filesystem::path(folder) += ".scans";
    std::filesystem::create_directories(scans, error);
    if (error)
        return Error(Errc::io, "make " + scans.string() + ": " + error.message());
    if (!std::filesystem::exists(folder / "stele.toml", error))
        STELE_CHECK(ingest::create_archive(folder, real_io()));
    STELE_TRY(auto archive, ingest::Archive::open_for_writing(folder, real_io()));
    for (const Landmark& landmark : landmarks(arguments, context.cancel)) {
        STELE_CHECK(write_survey(landmark, scans, out));
        ingest::Options options;
        options.jobs = context.globals.jobs;
        options.cancel = &context.cancel;
        options.program = "stele " STELE_VERSION;
        const Agent agent = default_agent();
        options.user_name = agent.name;
        options.user_address = agent.address;
        options.progress = [&](std::string_view, double fraction) {
            out.progress("demo", landmark.name, fraction);
        };
        const auto intake = ingest::intake_of_scan(scans / (landmark.name + ".ply"));
        STELE_TRY(const auto outcome, ingest::ingest(archive, intake, options));
        out.end_progress();
        out.say(std::string(ingest::action_name(outcome.action)) + "  " + outcome.id + "  " +
                outcome.title);
    }
    return {};
}

std::vector<std::string> viewer_flags(const std::filesystem::path& folder,
    const DemoArguments& arguments, const std::string& language)
{
    const std::string first = "zhenhai-tower";
    if (arguments.picture.empty())
        return {"--archive", folder.string(), "--lang", language, first};
    return {"--archive", folder.string(), "--lang", language, first, "--render", arguments.picture,
        "--panel"};
}

Exit run_demo(Context& context, const DemoArguments& arguments)
{
    const auto folder = demo_folder(context.globals);
    std::error_code error;
    if (folder.has_parent_path())
        std::filesystem::create_directories(folder.parent_path(), error);
    if (const Status made = make_archive(folder, arguments, context); !made)
        return report(context, made.error());
    const Exit shown =
        launch(context, "stele-viewer", viewer_flags(folder, arguments, context.globals.lang));
    if (shown == Exit::success && !arguments.picture.empty())
        context.out.say("Wrote " + arguments.picture + ". The archive is " + folder.string());
    return shown;
}

} // namespace

void add_demo(CLI::App& app, Run& run)
{
    auto* const command =
        app.add_subcommand("demo", "Make and show the demo archive (--archive says where)");
    const auto a = std::make_shared<DemoArguments>();
    command->add_option("--picture", a->picture, "Write a picture instead of opening the viewer")
        ->type_name("FILE");
    command->add_option(
        "--triangles", a->triangles, "Size of the tower's survey (default 1000000)");
    command->callback([a, &run] { run = [a](Context& c) { return run_demo(c, *a); }; });
}

} // namespace stele::cli
