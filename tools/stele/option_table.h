// The one table of commands and options: what CLI11 parses by, read out. Help, manual pages, shell
// completion and "did you mean" are made from it, so none of them can forget an option.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace stele::cli {

// What a value is, for those who complete it.
enum class ValueKind { none, text, file, folder, record, choice, topic };

struct OptionEntry {
    std::vector<std::string> names; // "-A", "--archive"; of an argument: "ID"
    std::string value;              // "DIR"; empty: a flag
    std::string text;               // one line
    std::vector<std::string> choices;
    ValueKind kind = ValueKind::none;
    bool required = false;
    bool repeats = false; // takes any number of values
    bool is_argument() const { return !names.empty() && !names.front().starts_with('-'); }
};

struct CommandEntry {
    std::string path; // "catalogue rebuild"; empty: the program itself
    std::string text;
    std::vector<OptionEntry> arguments, options; // own ones, --help aside
    std::vector<CommandEntry> commands;

    std::string name() const { return path.substr(path.rfind(' ') + 1); }
    const CommandEntry* find(std::string_view name) const;
    // Every command beneath, depth first, this one aside.
    std::vector<const CommandEntry*> all() const;
};

CommandEntry read_table(const CLI::App& app);

// "-A, --archive DIR", "ID..."
std::string names_text(const OptionEntry& option);
// "stele ingest [flags] PATH..."
std::string usage_line(const CommandEntry& command);
std::vector<std::string> names_of(const std::vector<CommandEntry>& commands);

} // namespace stele::cli
