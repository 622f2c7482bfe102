// CLI11 says what was missing; the words it left over say what was meant.
#include "tools/stele/usage.h"

#include "archive/base/unicode.h"
#include "archive/record/nearest.h"
#include "tools/stele/option_table.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace stele::cli {

namespace {

std::string in_quotes(const std::string& word)
{
    return "'" + to_valid_utf8(word) + "'";
}

std::string did_you_mean(
    const std::string& word, const std::vector<std::string>& known, const std::string& before = "")
{
    const auto near = record::nearest(word, known);
    return near ? ". Did you mean '" + before + *near + "'?" : "";
}

// The command that was reached, by its own path.
const CommandEntry& reached(const CLI::App& app, const CommandEntry& program)
{
    const CommandEntry* command = &program;
    for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        const CommandEntry* const sub = command->find(at->get_name());
        if (sub == nullptr)
            break;
        command = sub;
    }
    return *command;
}

std::string unknown_option(
    const std::string& word, const CommandEntry& program, const CommandEntry& command)
{
    std::vector<std::string> known{"--help"};
    for (const auto* const options : {&command.options, &program.options})
        for (const OptionEntry& option : *options)
            known.insert(known.end(), option.names.begin(), option.names.end());
    std::string name = word.substr(0, word.find('='));
    std::string text = "unknown option " + in_quotes(name);
    if (name.starts_with("--no-") &&
        std::find(known.begin(), known.end(), "--" + name.substr(5)) != known.end())
        return text + ": there are no --no- forms; leave '--" + name.substr(5) + "' out";
    if (!command.path.empty())
        text += " of stele " + command.path;
    if (name.starts_with("--"))
        text += did_you_mean(name, known);
    if (command.path == "search")
        text += ". To leave a word out, put it behind --: stele search -- words " + in_quotes(word);
    return text;
}

// The value that is none of an option's choices.
std::string wrong_choice(const CLI::App& app, const CommandEntry& program)
{
    std::vector<const CLI::App*> chain{&app};
    while (!chain.back()->get_subcommands().empty())
        chain.push_back(chain.back()->get_subcommands().front());
    const CommandEntry* command = &program;
    for (const CLI::App* const at : chain) {
        if (at != &app)
            command = command->find(at->get_name());
        if (command == nullptr)
            return "";
        for (const auto* const options : {&command->options, &command->arguments})
            for (const OptionEntry& option : *options) {
                const CLI::Option* const given =
                    option.choices.empty() ? nullptr : at->get_option_no_throw(option.names.back());
                if (given == nullptr)
                    continue;
                for (const std::string& value : given->results())
                    if (std::find(option.choices.begin(), option.choices.end(), value) ==
                        option.choices.end()) {
                        std::string list;
                        for (const std::string& choice : option.choices)
                            list += (list.empty() ? "" : ", ") + choice;
                        return option.names.back() + " " + in_quotes(value) + ": write " + list +
                               did_you_mean(value, option.choices);
                    }
            }
    }
    return "";
}

} // namespace

UsageError usage_error(const CLI::App& app, const CLI::ParseError& error)
{
    const CommandEntry program = read_table(app);
    const CommandEntry& command = reached(app, program);
    const std::string hint = command.path.empty() ? "stele --help lists the commands"
                                                  : "stele help " + command.path + " tells more";
    const std::vector<std::string> left = app.remaining(true);
    const auto is_option = [](const std::string& word) {
        return word.size() > 1 && word.starts_with('-') && word != "--";
    };
    const auto option = std::find_if(left.begin(), left.end(), is_option);
    const auto word = std::find_if_not(left.begin(), left.end(), is_option);
    if (!command.commands.empty() && word != left.end()) {
        const std::string before = command.path.empty() ? "" : command.path + " ";
        return {"unknown command " + in_quotes(before + *word) +
                    did_you_mean(*word, names_of(command.commands), before),
            hint};
    }
    if (option != left.end())
        return {unknown_option(*option, program, command), hint};
    if (!command.commands.empty())
        return {command.path.empty() ? "no command is given"
                                     : "stele " + command.path + " needs a command",
            hint};
    if (std::string text = wrong_choice(app, program); !text.empty())
        return {std::move(text), hint};
    if (word != left.end())
        return {"one argument too many: " + in_quotes(*word), hint};
    return {to_valid_utf8(error.what()), hint};
}

} // namespace stele::cli
