// The command line of stele-viewer: a window, or with --render one picture without a window system.
#pragma once

#include "archive/base/result.h"
#include "renderer/frame/standard_view.h"
#include "renderer/frame/view.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace stele::viewer {

struct StartView {
    double azimuth_deg = 0, elevation_deg = 0;
    double distance_factor = 1; // of the distance at which everything is visible from there
};

struct Options {
    std::filesystem::path archive; // empty: $STELE_ARCHIVE, else the folder above that is one
    std::string id;                // empty: the archive's first record
    std::filesystem::path pages;   // instead of an archive: a folder with index.stele and packs
    std::filesystem::path record;  // record.json to show with --pages
    std::string language;          // empty: STELE_LANG, LANG
    std::uint32_t width = 1280, height = 720; // pixels
    std::optional<StartView> view;            // or:
    std::optional<frame::StandardView> standard_view;
    frame::Projection projection = frame::Projection::perspective;
    frame::Mode mode = frame::Mode::lit;
    double error_px = 1;
    std::optional<double> scale;      // pixels a dp; empty: the window system's, 1 without one
    std::filesystem::path render;     // off-screen: the PNG to write
    bool panel = false;               // off-screen: with the record
    std::filesystem::path screenshot; // window: write this PNG once the view is complete, then quit
    std::uint64_t frames = 0;         // window: quit after so many; 0 = never
    bool system_fonts = true;
    bool validate = false, stats = false, json = false, quiet = false;
    bool devices = false; // print the Vulkan devices, show nothing
};

struct Parsed {
    std::optional<Options> options; // empty: only text was asked for
    std::string text;               // help or version, for stdout
};

// Errc::invalid_argument with a sentence for the terminal.
Result<Parsed> parse_options(int argc, const char* const* argv);

} // namespace stele::viewer
