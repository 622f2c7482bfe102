// stele-viewer: a landmark with its record, in a window or as a picture. stdout is data, stderr is
// talk.
#include "archive/base/clock.h"
#include "archive/base/exit_code.h"
#include "archive/base/json.h"
#include "renderer/frame/png.h"
#include "tools/viewer/devices.h"
#include "tools/viewer/options.h"
#include "tools/viewer/scene.h"
#include "tools/viewer/show.h"
#include "tools/viewer/still.h"

#include <chrono>
#include <cstdio>
#include <exception>

namespace stele::viewer {
namespace {

void print_event(Json event, std::string_view type)
{
    Json line = Json::object({{"schema", "stele:cli/event/1"}, {"type", type},
        {"time", rfc3339_utc(now_unix_seconds())}, {"op", "render"}});
    if (const Json::Object* const members = event.members(); members != nullptr)
        for (const auto& [key, value] : *members)
            line.set(key, value);
    std::printf("%s\n", print_json(line).c_str());
}

int end(const Options& options, Exit exit)
{
    const int code = static_cast<int>(exit);
    if (options.json)
        print_event(Json::object({{"exit", code}}), "exit");
    return code;
}

int fail(const Options& options, const Error& error, Exit code)
{
    std::fprintf(stderr, "stele-viewer: %s\n", error.text().c_str());
    if (options.json)
        print_event(Json::object({{"code", "viewer." + std::string(errc_name(error.code()))},
                        {"message", error.text()}}),
            "error");
    return end(options, code);
}

int fail(const Options& options, const Error& error)
{
    return fail(options, error, exit_of(error.code()));
}

int print_still(const Options& options, const Scene& scene, const Still& still, double seconds)
{
    const frame::Stats& stats = still.stats;
    if (!options.quiet)
        std::fprintf(stderr, "stele-viewer: wrote %s, within %s of the scan\n",
            options.render.c_str(), ui::length_up(stats.shown_error_m).c_str());
    if (!options.quiet && still.metres_per_px > 0)
        std::fprintf(stderr, "stele-viewer: true to scale: 1 pixel = %s\n",
            ui::length(still.metres_per_px).c_str());
    if (stats.failed_pages > 0)
        std::fprintf(stderr,
            "stele-viewer: %u pages could not be read (%s); coarser ones are shown\n",
            stats.failed_pages, stats.last_failure.c_str());
    if (still.validation_messages > 0)
        std::fprintf(stderr, "stele-viewer: %llu validation messages\n",
            static_cast<unsigned long long>(still.validation_messages));
    const Json scale = still.metres_per_px > 0 ? Json(still.metres_per_px) : Json(); // null
    if (options.json)
        print_event(
            Json::object({{"record", scene.id}, {"path", options.render.string()},
                {"action", "written"}, {"seconds", seconds}, {"width", still.picture.width},
                {"height", still.picture.height}, {"shown_error_m", stats.shown_error_m},
                {"triangles", stats.triangles_drawn}, {"source_triangles", stats.source_triangles},
                {"threshold_px", stats.threshold_px}, {"budget_limited", stats.budget_limited},
                {"failed_pages", stats.failed_pages}, {"device", still.device},
                {"mode", frame::name_of(options.mode)}, {"metres_per_px", scale},
                {"validation_messages", still.validation_messages}}),
            "summary");
    if (still.validation_messages > 0)
        return end(options, Exit::failed);
    return end(options, stats.failed_pages > 0 ? Exit::partly : Exit::success);
}

int run_still(const Options& options, const Scene& scene)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto still = render_still(scene, options);
    if (!still)
        return fail(options, still.error());
    if (auto written = frame::write_png(std::filesystem::absolute(options.render), still->picture);
        !written.ok())
        return fail(options, std::move(written).in(options.render.string()).error());
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    return print_still(options, scene, *still, taken.count());
}

Json stats_json(const ShowStats& stats)
{
    Json pictures = Json::array(), log = Json::array();
    for (const std::string& path : stats.pictures)
        pictures.push(path);
    for (const std::string& line : stats.validation_log)
        log.push(line);
    return Json::object({{"frames", stats.frames}, {"submits", stats.submits},
        {"idle_submits", stats.idle_submits}, {"waits", stats.waits}, {"idle_s", stats.idle_s},
        {"longest_rest_s", stats.longest_rest_s}, {"rest_cpu_s", stats.rest_cpu_s},
        {"run_s", stats.run_s}, {"longest_pick_ms", stats.longest_pick_ms},
        {"first_frame_ms", stats.first_frame_ms}, {"shown_error_m", stats.shown_error_m},
        {"triangles", stats.triangles}, {"azimuth_deg", stats.azimuth_deg},
        {"elevation_deg", stats.elevation_deg}, {"distance_m", stats.distance_m},
        {"metres_per_px", stats.metres_per_px}, {"language", stats.language}, {"mode", stats.mode},
        {"device", stats.device}, {"width", stats.width}, {"height", stats.height},
        {"pictures", pictures}, {"validation_messages", stats.validation_messages},
        {"validation_log", log}});
}

int run_window(const Options& options, const Scene& scene)
{
    const auto stats = show(scene, options);
    if (!stats)
        return fail(options, stats.error());
    if (options.stats)
        std::printf("%s\n", print_json(stats_json(*stats)).c_str());
    if (stats->validation_messages > 0) {
        for (const std::string& line : stats->validation_log)
            std::fprintf(stderr, "stele-viewer: validation: %s\n", line.c_str());
        return end(options, Exit::failed);
    }
    return end(options, Exit::success);
}

int run(int argc, char** argv)
{
    const auto parsed = parse_options(argc, argv);
    if (!parsed) {
        std::fprintf(stderr, "stele-viewer: %s\nstele-viewer --help lists the options\n",
            parsed.error().text().c_str());
        return static_cast<int>(Exit::usage);
    }
    if (!parsed->options) {
        std::fputs(parsed->text.c_str(), stdout);
        return static_cast<int>(Exit::success);
    }
    const Options& options = *parsed->options;
    if (options.devices) {
        const auto devices = devices_json();
        if (!devices)
            return fail(options, devices.error());
        std::printf("%s\n", devices->c_str());
        return static_cast<int>(Exit::success);
    }
    const auto scene = open_scene(options);
    if (!scene)
        return fail(options, scene.error(),
            scene.error().code() == Errc::not_found ? Exit::no_match
                                                    : exit_of(scene.error().code()));
    return options.render.empty() ? run_window(options, *scene) : run_still(options, *scene);
}

} // namespace
} // namespace stele::viewer

int main(int argc, char** argv)
{
    try {
        return stele::viewer::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "stele-viewer: internal error: %s\n", error.what());
    } catch (...) {
        std::fputs("stele-viewer: internal error\n", stderr);
    }
    return static_cast<int>(stele::Exit::internal);
}
