// The option table, through CLI11.
#include "tools/viewer/options.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <cstdio>

namespace stele::viewer {

namespace {

constexpr std::uint32_t kLargestSide = 16384; // lavapipe's image limit
constexpr char kTail = '\0';

Error refused(const std::string& option, const std::string& value, const std::string& wanted)
{
    return {Errc::invalid_argument, option + " '" + value + "': " + wanted};
}

// The whole text must match: a trailing character is an error.
Status parse_size(const std::string& text, Options& options)
{
    unsigned width = 0, height = 0;
    char tail = kTail;
    if (std::sscanf(text.c_str(), "%5ux%5u%c", &width, &height, &tail) != 2 || width == 0 ||
        height == 0 || width > kLargestSide || height > kLargestSide)
        return refused("--size", text, "write WIDTHxHEIGHT in pixels, such as 1280x720");
    options.width = width;
    options.height = height;
    return {};
}

Status parse_view(const std::string& text, Options& options)
{
    options.standard_view = frame::standard_view_named(text);
    if (options.standard_view)
        return {};
    StartView view;
    char tail = kTail;
    const int read = std::sscanf(text.c_str(), "%lf,%lf,%lf%c", &view.azimuth_deg,
        &view.elevation_deg, &view.distance_factor, &tail);
    const bool finite = std::isfinite(view.azimuth_deg) && std::isfinite(view.elevation_deg) &&
                        std::isfinite(view.distance_factor);
    if (read != 3 || !finite || view.distance_factor <= 0 || std::abs(view.elevation_deg) > 90)
        return refused("--view", text,
            "write front, back, left, right, top, bottom or three-quarter, or "
            "AZIMUTH,ELEVATION,DISTANCE: degrees, degrees, share of the home distance, "
            "such as 30,15,0.5");
    options.view = view;
    return {};
}

struct Texts {
    std::vector<std::string> places; // ARCHIVE and ID
    std::string size, view, mode = "lit";
    bool bundled_fonts = false, ortho = false;
};

void add_options(CLI::App& app, Options& options, Texts& texts)
{
    app.add_option("place", texts.places, "ARCHIVE [ID], or ID where the archive is known")
        ->expected(0, 2)
        ->type_name("");
    app.add_option("-A,--archive", options.archive, "the archive's folder");
    app.add_option("--pages", options.pages, "a folder with index.stele and packs, no archive");
    app.add_option("--record", options.record, "with --pages: the record.json to show");
    app.add_option("--lang", options.language, "interface language: en or zh-Hans");
    app.add_option("--size", texts.size, "window or picture in pixels, WIDTHxHEIGHT");
    app.add_option("--scale", options.scale, "pixels a design unit; default: the window system's")
        ->check(CLI::Range(0.25, 8.0));
    app.add_option("--view", texts.view,
        "at the start: front, back, left, right, top, bottom, three-quarter, or "
        "AZIMUTH,ELEVATION,DISTANCE");
    app.add_flag("--ortho", texts.ortho, "parallel rays: true to scale");
    app.add_option("--mode", texts.mode, "colour, lit, clay or normals")
        ->check(CLI::IsMember({"colour", "lit", "clay", "normals"}));
    app.add_option("--error-px", options.error_px, "pixels that the surface may be off (1)")
        ->check(CLI::Range(0.1, 64.0));
    app.add_option("--render", options.render, "write a picture, open no window");
    app.add_flag("--panel", options.panel, "with --render: the record beside the scene");
    app.add_option("--screenshot", options.screenshot, "write a PNG of the finished view and quit");
    app.add_option("--frames", options.frames, "quit after so many frames");
    app.add_flag(
        "--bundled-fonts", texts.bundled_fonts, "no system fonts: the same on every machine");
    app.add_flag("--validate", options.validate, "Vulkan validation; any message is a failure");
    app.add_flag("--devices", options.devices, "print the Vulkan devices as JSON and quit");
    app.add_flag("--stats", options.stats, "print what was done as JSON at the end");
    app.add_flag("--json", options.json, "results as JSON lines on stdout");
    app.add_flag("-q,--quiet", options.quiet, "only errors on stderr");
}

void place(std::vector<std::string> places, Options& options)
{
    const bool archive_known = !options.archive.empty() || !options.pages.empty();
    if (places.size() == 2) {
        options.archive = places[0];
        options.id = places[1];
    } else if (places.size() == 1) {
        std::error_code failed;
        if (!archive_known &&
            std::filesystem::exists(std::filesystem::path(places[0]) / "stele.toml", failed))
            options.archive = places[0];
        else
            options.id = places[0];
    }
}

} // namespace

Result<Parsed> parse_options(int argc, const char* const* argv)
{
    Options options;
    Texts texts;
    CLI::App app("Stele's viewer: a landmark with its record.", "stele-viewer");
    add_options(app, options, texts);
    app.set_version_flag("--version", STELE_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return Parsed{std::nullopt, app.help()};
    } catch (const CLI::CallForVersion&) {
        return Parsed{std::nullopt, "stele-viewer " STELE_VERSION "\n"};
    } catch (const CLI::ParseError& error) {
        return Error(Errc::invalid_argument, error.what());
    }
    if (texts.places.size() == 2 && (!options.archive.empty() || !options.pages.empty()))
        return Error(Errc::invalid_argument, "the archive is given twice");
    if (!options.archive.empty() && !options.pages.empty())
        return Error(Errc::invalid_argument, "--archive and --pages exclude one another");
    if (!options.record.empty() && options.pages.empty())
        return Error(Errc::invalid_argument, "--record goes with --pages");
    if (!texts.size.empty())
        STELE_CHECK(parse_size(texts.size, options));
    if (!texts.view.empty())
        STELE_CHECK(parse_view(texts.view, options));
    options.mode = frame::mode_named(texts.mode).value_or(options.mode);
    if (texts.ortho)
        options.projection = frame::Projection::orthographic;
    options.system_fonts = !texts.bundled_fonts;
    place(texts.places, options);
    return Parsed{std::move(options), {}};
}

} // namespace stele::viewer
