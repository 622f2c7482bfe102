// Reads CLI11's own description of the commands. Choices are those of its IsMember checks.
#include "tools/stele/option_table.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace stele::cli {

namespace {

// IsMember describes itself as {a,b,c}.
std::vector<std::string> choices_in(const std::string& type)
{
    std::vector<std::string> choices;
    const std::size_t open = type.find('{'), close = type.find('}');
    if (open == std::string::npos || close == std::string::npos)
        return choices;
    for (std::size_t from = open + 1; from < close;) {
        const std::size_t comma = std::min(type.find(',', from), close);
        choices.push_back(type.substr(from, comma - from));
        from = comma + 1;
    }
    return choices;
}

// CLI11's own names say how a value is stored, ours what it is.
std::string value_name(const CLI::Option& option)
{
    if (option.get_items_expected_max() == 0)
        return "";
    const std::string type = option.get_type_name();
    const std::string name = type.substr(0, type.find(':'));
    if (name == "UINT" || name == "INT")
        return "N";
    if (name == "FLOAT")
        return "NUMBER";
    return name == "TEXT" ? "VALUE" : name;
}

ValueKind kind_of(const OptionEntry& option)
{
    const std::string& what = option.is_argument() ? option.names.front() : option.value;
    if (what.empty())
        return ValueKind::none;
    if (!option.choices.empty())
        return ValueKind::choice;
    if (what == "FILE" || what == "PATH" || what == "TOML")
        return ValueKind::file;
    if (what == "DIR")
        return ValueKind::folder;
    if (what == "TOPIC")
        return ValueKind::topic;
    return what == "ID" ? ValueKind::record : ValueKind::text;
}

OptionEntry entry_of(const CLI::Option& option)
{
    OptionEntry entry;
    if (option.get_positional()) {
        entry.names = {option.get_name(true)};
    } else {
        for (const std::string& name : option.get_snames())
            entry.names.push_back("-" + name);
        for (const std::string& name : option.get_lnames())
            entry.names.push_back("--" + name);
    }
    entry.value = value_name(option);
    entry.text = option.get_description();
    entry.choices = choices_in(option.get_type_name());
    entry.required = option.get_required();
    entry.repeats = option.get_expected_max() > 1;
    entry.kind = kind_of(entry);
    return entry;
}

CommandEntry read_command(const CLI::App& app, const std::string& path)
{
    CommandEntry command;
    command.path = path;
    command.text = app.get_description();
    for (const CLI::Option* const option : app.get_options()) {
        if (option == app.get_help_ptr())
            continue;
        const OptionEntry entry = entry_of(*option);
        (entry.is_argument() ? command.arguments : command.options).push_back(entry);
    }
    for (const CLI::App* const sub : app.get_subcommands({}))
        command.commands.push_back(
            read_command(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name()));
    return command;
}

} // namespace

const CommandEntry* CommandEntry::find(std::string_view wanted) const
{
    for (const CommandEntry& command : commands)
        if (command.name() == wanted)
            return &command;
    return nullptr;
}

std::vector<const CommandEntry*> CommandEntry::all() const
{
    std::vector<const CommandEntry*> found;
    for (const CommandEntry& command : commands) {
        found.push_back(&command);
        const auto beneath = command.all();
        found.insert(found.end(), beneath.begin(), beneath.end());
    }
    return found;
}

CommandEntry read_table(const CLI::App& app)
{
    return read_command(app, "");
}

std::string names_text(const OptionEntry& option)
{
    std::string text;
    for (const std::string& name : option.names)
        text += (text.empty() ? "" : ", ") + name;
    if (option.is_argument())
        return text + (option.repeats ? "..." : "");
    return option.value.empty() ? text : text + " " + option.value;
}

std::string usage_line(const CommandEntry& command)
{
    std::string line = "stele";
    if (!command.path.empty())
        line += " " + command.path;
    if (!command.commands.empty())
        line += " COMMAND";
    for (const OptionEntry& argument : command.arguments)
        line += argument.required ? " " + names_text(argument) : " [" + names_text(argument) + "]";
    for (const OptionEntry& option : command.options)
        if (option.required)
            line += " " + option.names.front() + " " + option.value;
    return line + " [flags]";
}

std::vector<std::string> names_of(const std::vector<CommandEntry>& commands)
{
    std::vector<std::string> names;
    for (const CommandEntry& command : commands)
        names.push_back(command.name());
    return names;
}

} // namespace stele::cli
