// stele list: the records as a table.
#include "archive/ingest/archive.h"
#include "tools/stele/command.h"
#include "tools/stele/record_table.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace stele::cli {

namespace {

struct ListArguments {
    std::string state, type, sort = "id";
    bool descending = false;
};

const std::map<std::string, catalogue::Sort> kSorts{{"id", catalogue::Sort::slug},
    {"title", catalogue::Sort::title}, {"date", catalogue::Sort::date},
    {"place", catalogue::Sort::place}, {"size", catalogue::Sort::size},
    {"triangles", catalogue::Sort::triangles}, {"modified", catalogue::Sort::modified}};

Result<std::vector<catalogue::ObjectRow>> read_rows(
    const ListArguments& arguments, Context& context)
{
    STELE_TRY(const auto folder, find_archive(context.globals));
    STELE_TRY(auto archive, ingest::Archive::open(folder));
    catalogue::ListOptions options;
    options.sort = kSorts.at(arguments.sort);
    options.order =
        arguments.descending ? catalogue::Order::descending : catalogue::Order::ascending;
    options.filter.type = arguments.type;
    options.filter.state = catalogue::state_named(arguments.state);
    options.languages = {context.globals.lang};
    return archive.catalogue.list(options);
}

Exit run_list(Context& context, const ListArguments& arguments)
{
    const auto rows = read_rows(arguments, context);
    if (!rows)
        return report(context, rows.error());
    if (context.out.json()) {
        Json list = Json::array();
        for (const auto& row : *rows)
            list.push(row_json(row));
        context.out.document(Json::object({{"records", list}}));
        return Exit::success;
    }
    if (rows->empty())
        context.out.say("No records. Next: stele ingest SCAN");
    else
        context.out.print(
            print_table(record_table(*rows, context.globals.lang), context.out.plain()));
    return Exit::success;
}

} // namespace

void add_list(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("list", "List the records");
    const auto a = std::make_shared<ListArguments>();
    command->add_option("--sort", a->sort, "id, title, date, place, size, triangles or modified")
        ->check(CLI::IsMember({"id", "title", "date", "place", "size", "triangles", "modified"}));
    command->add_flag("--descending", a->descending, "Largest or latest first");
    command->add_option("--state", a->state, "Only records in this state")
        ->check(CLI::IsMember({"ok", "no-viewing-copy", "damaged", "pending"}));
    command->add_option("--type", a->type, "Only site, building, component, object or intangible")
        ->check(CLI::IsMember({"site", "building", "component", "object", "intangible"}));
    command->callback([a, &run] { run = [a](Context& c) { return run_list(c, *a); }; });
}

} // namespace stele::cli
