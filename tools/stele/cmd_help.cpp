// stele help, stele completion, and stele __complete, which the shells' scripts call.
#include "archive/base/io.h"
#include "archive/base/unicode.h"
#include "archive/catalogue/catalogue.h"
#include "archive/ocfl/archive_dir.h"
#include "archive/record/nearest.h"
#include "tools/stele/command.h"
#include "tools/stele/complete.h"
#include "tools/stele/help.h"
#include "tools/stele/manual.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

namespace stele::cli {

namespace {

constexpr std::size_t kMaxRecords = 500; // more than a terminal shows

struct HelpArguments {
    std::vector<std::string> topic;
    std::string manual_folder;
};

Exit write_manual(Context& context, const CommandEntry& program, const std::string& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return report(context, Error(Errc::io, "make " + folder + ": " + error.message()));
    const auto pages = manual_pages(program);
    for (const ManualPage& page : pages)
        if (const Status written = replace_file_durably(
                real_io(), std::filesystem::path(folder) / page.name, as_bytes(page.text));
            !written)
            return report(context, written.error());
    context.out.say("Wrote " + std::to_string(pages.size()) + " manual pages to " + folder);
    return Exit::success;
}

Exit unknown_topic(Context& context, const CommandEntry& program, const std::string& topic)
{
    std::vector<std::string> known = names_of(program.commands);
    for (const std::string& name : topic_names())
        known.push_back(name);
    const auto near = record::nearest(topic, known);
    context.out.fail(
        Error(Errc::invalid_argument, "no command or topic '" + to_valid_utf8(topic) + "'" +
                                          (near ? ". Did you mean '" + *near + "'?" : "")),
        "stele help topics lists the topics, stele help the commands");
    return Exit::usage;
}

Exit run_help(Context& context, const CommandEntry& program, const HelpArguments& arguments)
{
    if (!arguments.manual_folder.empty())
        return write_manual(context, program, arguments.manual_folder);
    const CommandEntry* command = &program;
    std::string topic;
    for (const std::string& word : arguments.topic) {
        topic += (topic.empty() ? "" : " ") + word;
        command = command != nullptr ? command->find(word) : nullptr;
    }
    if (command == nullptr) {
        const auto text = topic_text(program, topic);
        if (!text)
            return unknown_topic(context, program, topic);
        if (context.out.json())
            context.out.document(Json::object({{"topic", topic}, {"text", *text}}));
        else
            context.out.print(*text);
        return Exit::success;
    }
    if (context.out.json())
        context.out.document(table_json(*command));
    else
        context.out.print(
            command == &program ? overview_text(program) : command_text(program, *command));
    return Exit::success;
}

// Nothing where there is no archive, or none that can be read: a shell cannot use an error.
std::vector<std::string> record_ids(const Completion& completion)
{
    Globals globals;
    globals.archive = completion.archive;
    const auto folder = find_archive(globals);
    if (!folder)
        return {};
    const auto dir = ocfl::ArchiveDir::open(*folder);
    if (!dir)
        return {};
    auto catalogue = catalogue::Catalogue::open_readonly(dir->catalogue_file());
    if (!catalogue)
        return {};
    auto slugs = catalogue->slugs_beginning(completion.typed, kMaxRecords);
    return slugs ? std::move(*slugs) : std::vector<std::string>();
}

} // namespace

void add_help(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("help", "Help on commands, and longer texts");
    const auto a = std::make_shared<HelpArguments>();
    command->add_option("TOPIC", a->topic, "A command or a topic (default: the commands)");
    command->add_option("--man", a->manual_folder, "Write the manual pages into this folder")
        ->type_name("DIR");
    command->callback([&app, a, &run] {
        run = [&app, a](Context& c) { return run_help(c, read_table(app), *a); };
    });
}

void add_completion(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("completion", "Print a completion script for a shell");
    const auto shell = std::make_shared<std::string>();
    command->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->callback([shell, &run] {
        run = [shell](Context& c) {
            c.out.print(completion_script(*shell));
            return Exit::success;
        };
    });
}

std::string completion_answer(const CLI::App& app, const std::vector<std::string>& words)
{
    const Completion completion = complete(read_table(app), words);
    std::string text;
    for (const Candidate& candidate : completion.candidates)
        text += candidate.word + "\t" + candidate.text + "\n";
    if (completion.also == ValueKind::record)
        for (const std::string& id : record_ids(completion))
            text += completion.before + id + "\trecord\n";
    return text + (completion.also == ValueKind::file        ? ":files\n"
                      : completion.also == ValueKind::folder ? ":folders\n"
                                                             : ":end\n");
}

} // namespace stele::cli
