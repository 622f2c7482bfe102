// stele init: a new archive.
#include "archive/ingest/archive.h"
#include "tools/stele/command.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace stele::cli {

namespace {

Exit run_init(Context& context, const std::string& directory)
{
    const std::filesystem::path folder = !directory.empty() ? directory : context.globals.archive;
    if (folder.empty()) {
        context.out.fail(Error(Errc::invalid_argument, "init needs a folder: stele init DIR"));
        return Exit::usage;
    }
    if (context.globals.dry_run) {
        context.out.say("would make an archive in " + folder.string());
        return Exit::success;
    }
    if (const Status made = ingest::create_archive(folder, real_io()); !made)
        return report(context, made.error());
    if (context.out.json())
        context.out.document(Json::object({{"archive", folder.string()}, {"format", 1}}));
    context.out.say("Made an archive in " + folder.string() + ". Next: stele -A " +
                    folder.string() + " ingest SCAN");
    return Exit::success;
}

} // namespace

void add_init(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("init", "Make a new archive");
    const auto directory = std::make_shared<std::string>();
    command->add_option("DIR", *directory, "Folder to make; must be absent or empty");
    command->callback(
        [directory, &run] { run = [directory](Context& c) { return run_init(c, *directory); }; });
}

} // namespace stele::cli
