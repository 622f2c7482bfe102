// stele render and stele view: both are the viewer program, off screen or in a window.
#include "tools/stele/launch.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace stele::cli {

namespace {

struct RenderArguments {
    std::string id, picture, size, view, mode;
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

Exit run_render(Context& context, const RenderArguments& arguments)
{
    auto flags = shared_flags(context);
    if (!flags)
        return report(context, flags.error());
    add_flag(
        *flags, "--render", arguments.picture.empty() ? arguments.id + ".png" : arguments.picture);
    add_flag(*flags, "--size", arguments.size);
    add_flag(*flags, "--view", arguments.view);
    add_flag(*flags, "--mode", arguments.mode);
    if (arguments.error_px > 0)
        add_flag(*flags, "--error-px", std::to_string(arguments.error_px));
    if (arguments.panel)
        flags->emplace_back("--panel");
    if (arguments.validate)
        flags->emplace_back("--validate");
    flags->push_back(arguments.id);
    return launch(context, "stele-viewer", *flags);
}

Exit run_view(Context& context, const std::string& id)
{
    auto flags = shared_flags(context);
    if (!flags)
        return report(context, flags.error());
    if (!id.empty())
        flags->push_back(id);
    return launch(context, "stele-viewer", *flags);
}

} // namespace

void add_render(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("render", "Make a picture of a record, off screen");
    const auto a = std::make_shared<RenderArguments>();
    command->add_option("ID", a->id, "Record: id, start of its uuid, or @last")->required();
    command->add_option("-o,--output", a->picture, "PNG to write (default: ID.png)")
        ->type_name("FILE");
    command->add_option("--size", a->size, "Pixels, such as 1920x1080");
    command->add_option(
        "--view", a->view, "azimuth,elevation in degrees, distance as a factor: 30,15,1");
    command->add_option("--mode", a->mode, "colour or lit");
    command->add_option(
        "--error-px", a->error_px, "Error allowed on screen, in pixels (default 1)");
    command->add_flag("--panel", a->panel, "The record beside the picture");
    command->add_flag("--validate", a->validate, "Vulkan validation; any message fails");
    command->callback([a, &run] { run = [a](Context& c) { return run_render(c, *a); }; });
}

void add_view(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("view", "Open the viewer");
    const auto id = std::make_shared<std::string>();
    command->add_option("ID", *id, "Record to begin with (default: the first)");
    command->callback([id, &run] { run = [id](Context& c) { return run_view(c, *id); }; });
}

} // namespace stele::cli
