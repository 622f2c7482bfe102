// stele ocfl validate: judges any OCFL object or storage root, ours or another program's.
#include "archive/ocfl/root.h"
#include "archive/ocfl/validate.h"
#include "tools/stele/command.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace stele::cli {

namespace {

// Anything else is judged as an object: an empty folder is an object without its declaration.
bool looks_like_storage_root(const std::filesystem::path& path)
{
    std::error_code error;
    return std::filesystem::exists(path / "0=ocfl_1.1", error) ||
           std::filesystem::exists(path / "0=ocfl_1.0", error) ||
           std::filesystem::exists(path / "ocfl_layout.json", error);
}

Exit run_validate(Context& context, const std::string& path)
{
    const ocfl::Violations violations =
        looks_like_storage_root(path) ? ocfl::validate_root(path) : ocfl::validate_object(path);
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
