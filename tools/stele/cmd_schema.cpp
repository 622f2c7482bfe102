// stele schema: the JSON Schemas that the archive follows.
#include "archive/record/schema.h"
#include "tools/stele/command.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace stele::cli {

void add_schema(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("schema", "Print a JSON Schema");
    const auto name = std::make_shared<std::string>();
    command->add_option("NAME", *name, "record")->required()->check(CLI::IsMember({"record"}));
    // CLI11 writes the name when it parses: it must live until then.
    command->callback([name, &run] {
        run = [](Context& context) {
            context.out.print(record::schema_json());
            return Exit::success;
        };
    });
}

} // namespace stele::cli
