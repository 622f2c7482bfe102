// stele render and stele view: both are the viewer program, off screen or in a window.
#include "tools/stele/launch.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace stele::cli {

namespace {

// How the scene is looked at, in a picture or at the start of a window.
struct ViewArguments {
    std::string id, size, view, mode;
    bool ortho = false;
};

struct RenderArguments {
    ViewArguments looked;
    std::string picture;
    double error_px = 0;
    bool panel = false, validate = false;
};

// Flags that the viewer shares with us, by the same names.
Result<std::vector<std::string>> shared_flags(Context& context)
{
    STELE_TRY(const auto archive, find_archive(context.globals));
    std::vector<std::string> flags{"--archive", archive.string(), "--lang", context.globals.lang};
    if (context.out.json())
        flags.emplace_back("--json");
    return flags;
}

void add_flag(std::vector<std::string>& flags, const char* name, const std::string& value)
{
    if (!value.empty()) {
        flags.emplace_back(name);
        flags.push_back(value);
    }
}

void add_view_flags(std::vector<std::string>& flags, const ViewArguments& arguments)
{
    add_flag(flags, "--size", arguments.size);
    add_flag(flags, "--view", arguments.view);
    add_flag(flags, "--mode", arguments.mode);
    if (arguments.ortho)
        flags.emplace_back("--ortho");
}

void add_view_options(CLI::App& command, ViewArguments& a)
{
    command.add_option("--size", a.size, "Pixels, such as 1920x1080");
    command.add_option("--view", a.view,
        "front, back, left, right, top, bottom or three-quarter, or azimuth,elevation in degrees "
        "and distance as a factor: 30,15,1");
    command.add_flag("--ortho", a.ortho, "Parallel rays: true to scale");
    command.add_option("--mode", a.mode, "colour, lit, clay or normals");
}

Exit run_render(Context& context, const RenderArguments& arguments)
{
    auto flags = shared_flags(context);
    if (!flags)
        return report(context, flags.error());
    const std::string& id = arguments.looked.id;
    add_flag(*flags, "--render", arguments.picture.empty() ? id + ".png" : arguments.picture);
    add_view_flags(*flags, arguments.looked);
    if (arguments.error_px > 0)
        add_flag(*flags, "--error-px", std::to_string(arguments.error_px));
    if (arguments.panel)
        flags->emplace_back("--panel");
    if (arguments.validate)
        flags->emplace_back("--validate");
    flags->push_back(id);
    return launch(context, "stele-viewer", *flags);
}

Exit run_view(Context& context, const ViewArguments& arguments)
{
    auto flags = shared_flags(context);
    if (!flags)
        return report(context, flags.error());
    add_view_flags(*flags, arguments);
    if (!arguments.id.empty())
        flags->push_back(arguments.id);
    return launch(context, "stele-viewer", *flags);
}

} // namespace

void add_render(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("render", "Make a picture of a record, off screen");
    const auto a = std::make_shared<RenderArguments>();
    command->add_option("ID", a->looked.id, "Record: id, start of its uuid, or @last")->required();
    command->add_option("-o,--output", a->picture, "PNG to write (default: ID.png)")
        ->type_name("FILE");
    add_view_options(*command, a->looked);
    command->add_option(
        "--error-px", a->error_px, "Error allowed on screen, in pixels (default 1)");
    command->add_flag("--panel", a->panel, "The record beside the picture");
    command->add_flag("--validate", a->validate, "Vulkan validation; any message fails");
    command->callback([a, &run] { run = [a](Context& c) { return run_render(c, *a); }; });
}

void add_view(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("view", "Open the viewer");
    const auto a = std::make_shared<ViewArguments>();
    command->add_option("ID", a->id, "Record to begin with (default: the first)");
    add_view_options(*command, *a);
    command->callback([a, &run] { run = [a](Context& c) { return run_view(c, *a); }; });
}

} // namespace stele::cli
