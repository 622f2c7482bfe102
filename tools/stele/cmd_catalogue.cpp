// stele catalogue rebuild: the catalogue from the storage root alone.
#include "archive/ingest/archive.h"
#include "archive/record/texts.h"
#include "tools/stele/command.h"

#include <CLI/CLI.hpp>

namespace stele::cli {

namespace {

Exit run_rebuild(Context& context)
{
    const auto folder = find_archive(context.globals);
    if (!folder)
        return report(context, folder.error());
    const auto rebuilt = ingest::rebuild_catalogue(*folder, real_io());
    if (!rebuilt)
        return report(context, rebuilt.error());
    for (const Finding& f : rebuilt->findings)
        context.out.warn(f.where + ": " + f.text);
    if (context.out.json())
        context.out.document(Json::object({{"records", rebuilt->records},
            {"unreadable", std::uint64_t{rebuilt->findings.size()}}}));
    context.out.say(
        "Catalogue rebuilt: " +
        record::count_text(rebuilt->records, record::Texts::in_language(context.globals.lang)) +
        " records");
    return rebuilt->findings.empty() ? Exit::success : Exit::partly;
}

Exit run_dump(Context& context)
{
    const auto folder = find_archive(context.globals);
    if (!folder)
        return report(context, folder.error());
    auto archive = ingest::Archive::open(*folder);
    if (!archive)
        return report(context, archive.error());
    const auto dump = archive->catalogue.logical_dump();
    if (!dump)
        return report(context, dump.error());
    context.out.print(*dump);
    return Exit::success;
}

} // namespace

void add_catalogue(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("catalogue", "The catalogue as a whole");
    command->require_subcommand(1);
    auto* const rebuild =
        command->add_subcommand("rebuild", "Make the catalogue again from the storage root alone");
    rebuild->callback([&run] { run = run_rebuild; });
    auto* const dump =
        command->add_subcommand("dump", "What the catalogue says, in a fixed order, for comparing");
    dump->callback([&run] { run = run_dump; });
}

} // namespace stele::cli
