// stele ocfl validate: judges any OCFL object or storage root, ours or another program's.
#include "archive/ocfl/root.h"
#include "archive/ocfl/validate.h"
#include "tools/stele/command.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace stele::cli {

namespace {

Exit run_validate(Context& context, const std::string& path)
{
    const ocfl::Violations violations =
        ocfl::is_object_root(path) ? ocfl::validate_object(path) : ocfl::validate_root(path);
    Json list = Json::array();
    for (const auto& v : violations) {
        if (context.out.json())
            list.push(Json::object({{"code", v.code}, {"path", v.path}, {"message", v.text}}));
        else
            context.out.print(
                v.code + "  " + (v.path.empty() ? "." : v.path) + "  " + v.text + "\n");
    }
    const bool valid = !ocfl::has_errors(violations);
    if (context.out.json())
        context.out.document(
            Json::object({{"path", path}, {"valid", valid}, {"violations", list}}));
    context.out.say(path + (valid ? ": valid" : ": NOT valid"));
    return valid ? Exit::success : Exit::damaged;
}

} // namespace

void add_ocfl(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("ocfl", "Check OCFL objects and storage roots");
    command->require_subcommand(1);
    auto* const validate =
        command->add_subcommand("validate", "Name every error and warning by its OCFL code");
    const auto path = std::make_shared<std::string>();
    validate->add_option("PATH", *path, "Object root or storage root")->required();
    validate->callback(
        [path, &run] { run = [path](Context& c) { return run_validate(c, *path); }; });
}

} // namespace stele::cli
