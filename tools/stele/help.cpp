// Eighty cells wide, two columns, texts broken at spaces.
#include "tools/stele/help.h"

#include "archive/base/unicode.h"
#include "archive/catalogue/search_query.h"
#include "tools/stele/guide_table.h"

#include <algorithm>

namespace stele::cli {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kColumn = 26; // where texts begin
constexpr std::string_view kIndent = "  ";

// Broken at spaces; every line but the first begins at the column.
std::string wrapped(std::string_view text, std::size_t column)
{
    std::string out, line;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find(' ', from), text.size());
        const std::string_view word = text.substr(from, end - from);
        if (!line.empty() && column + display_width(line) + 1 + display_width(word) > kWidth) {
            out += line + "\n" + std::string(column, ' ');
            line.clear();
        }
        line += (line.empty() ? "" : " ") + std::string(word);
        from = end + 1;
    }
    return out + line + "\n";
}

// Lines are joined; an empty one ends a paragraph.
std::string paragraphs(std::string_view text)
{
    std::string out, paragraph;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string_view line = text.substr(from, end - from);
        if (line.empty()) {
            out += wrapped(paragraph, 0) + "\n";
            paragraph.clear();
        } else {
            paragraph.append(paragraph.empty() ? "" : " ").append(line);
        }
        from = end + 1;
    }
    return out + wrapped(paragraph, 0);
}

std::string two_columns(std::string_view name, std::string_view text)
{
    std::string left = std::string(kIndent) + std::string(name);
    const std::size_t width = display_width(left);
    if (width + 2 > kColumn)
        left += "\n" + std::string(kColumn, ' ');
    else
        left.append(kColumn - width, ' ');
    return left + wrapped(text, kColumn);
}

std::string option_text(const OptionEntry& option)
{
    std::string text = option.text;
    if (!option.choices.empty()) {
        std::string list;
        for (const std::string& choice : option.choices)
            list += (list.empty() ? "" : ", ") + choice;
        if (text.find(list) == std::string::npos &&
            text.find(option.choices.back()) == std::string::npos)
            text += ": " + list;
    }
    return text;
}

// Long options without a short one stand below those that have one.
std::string option_names(const OptionEntry& option)
{
    const bool long_only = !option.is_argument() && option.names.front().starts_with("--");
    return (long_only ? "    " : "") + names_text(option);
}

std::string options_block(std::string_view title, const std::vector<OptionEntry>& options)
{
    if (options.empty())
        return "";
    std::string block = "\n" + std::string(title) + "\n";
    for (const OptionEntry& option : options)
        block += two_columns(option_names(option), option_text(option));
    return block;
}

std::string exits_block(const Guide* guide)
{
    std::string block = "\nExit codes\n";
    for (const ExitText& exit : exit_texts()) {
        const bool always = exit.code <= 2;
        if (guide == nullptr || always ||
            std::find(guide->exits.begin(), guide->exits.end(), exit.code) != guide->exits.end())
            block += two_columns(std::to_string(exit.code), exit.text);
    }
    return block;
}

std::string group_block(const CommandEntry& program, std::string_view group)
{
    std::string block = "\n" + std::string(group) + "\n";
    for (const Guide& guide : guides()) {
        const CommandEntry* const command = program.find(guide.command);
        if (guide.group == group && command != nullptr) {
            std::string name(kIndent);
            name.append(guide.command).append(14 - name.size(), ' ');
            block += name + wrapped(command->text, 14);
        }
    }
    return block;
}

std::string flags_topic(const CommandEntry& program)
{
    std::string text = "Flags that every command takes, before or after its own.\n";
    text += options_block("Flags", program.options);
    text += two_columns("-h, --help", "Help on the program or a command");
    text += "\n-- ends the flags. Long flags are not abbreviated, and there are no --no- forms:\n"
            "what is not given is off.\n\nEnvironment\n";
    for (const Variable& variable : variables())
        text += two_columns(variable.name, variable.text);
    return text;
}

} // namespace

std::string query_text()
{
    std::string text = R"(Words
  word                    all words that begin so; accents, case and width make no
                          difference; in Chinese, Japanese, Korean any part
  "two words"             exactly these words, one after the other
  -word                   not this word; -word* none that begins so
  key:value               a filter, see below; -key:value its opposite
  key:*                   the record says something there; -key:* nothing

Shells take quotation marks, < and > for themselves: put the query into single
quotes. A query that begins with a minus goes behind --.

Filters
)";
    for (const catalogue::FilterText& filter : catalogue::filter_texts())
        text += two_columns(filter.example, filter.what);
    return text + "year, added, modified, size and triangles take <, <=, >, >= and from..to too.\n";
}

std::string overview_text(const CommandEntry& program)
{
    std::string text = program.text + "\n\nUsage: stele COMMAND [flags]\n" + R"(
Try it now
  stele demo                      open the built-in sample
  stele init ~/heritage           make an archive
  stele ingest scan.glb           keep a scan, in the archive's folder
)";
    std::vector<std::string_view> groups;
    for (const Guide& guide : guides())
        if (std::find(groups.begin(), groups.end(), guide.group) == groups.end())
            groups.push_back(guide.group);
    for (const std::string_view group : groups)
        text += group_block(program, group);
    return text + "\nCommon flags: -A DIR  -n, --dry-run  --json  --lang TAG  -q  -v   (stele help "
                  "flags)\n"
                  "More: stele help COMMAND, stele help topics    Problems: stele doctor\n";
}

std::string command_text(const CommandEntry& program, const CommandEntry& command)
{
    const Guide* const guide = guide_for(command.path.substr(0, command.path.find(' ')));
    const bool first_level = command.path.find(' ') == std::string::npos;
    std::string text = command.text + ".\n\nUsage: " + usage_line(command) + "\n";
    if (guide != nullptr && first_level)
        text += "\n" + paragraphs(guide->text);
    if (command.path == "search")
        text += "\n" + query_text();
    text += options_block("Arguments", command.arguments);
    if (!command.commands.empty()) {
        text += "\nCommands\n";
        for (const CommandEntry& sub : command.commands)
            text += two_columns(sub.name(), sub.text);
    }
    text += options_block("Flags", command.options);
    if (guide != nullptr) {
        text += "\nExamples\n";
        for (const Example& example : guide->examples)
            text += std::string(kIndent) + std::string(example.line) + "\n      " +
                    std::string(example.text) + "\n";
        text += exits_block(guide);
    }
    std::string common;
    for (const OptionEntry& option : program.options)
        common += (common.empty() ? "" : " ") + option.names.front();
    return text + "\nCommon flags (stele help flags): " + wrapped(common, 33);
}

std::vector<std::string> topic_names()
{
    std::vector<std::string> names{"topics", "flags", "exit-codes"};
    for (const Topic& topic : topics())
        names.emplace_back(topic.name);
    return names;
}

std::optional<std::string> topic_text(const CommandEntry& program, std::string_view topic)
{
    if (topic == "flags")
        return flags_topic(program);
    if (topic == "exit-codes")
        return "A code that is not listed is a failure.\n" + exits_block(nullptr);
    for (const Topic& known : topics())
        if (known.name == topic)
            return std::string(known.text);
    if (topic != "topics")
        return std::nullopt;
    std::string text = "stele help TOPIC\n\n" +
                       two_columns("flags", "flags of every command, and the environment") +
                       two_columns("exit-codes", "how programs tell how it ended");
    for (const Topic& known : topics())
        text += two_columns(known.name, known.title);
    return text + "\nstele help COMMAND is help on a command.\n";
}

Json table_json(const CommandEntry& command)
{
    const auto list = [](const std::vector<OptionEntry>& options) {
        Json all = Json::array();
        for (const OptionEntry& option : options) {
            Json names = Json::array(), choices = Json::array();
            for (const std::string& name : option.names)
                names.push(Json(name));
            for (const std::string& choice : option.choices)
                choices.push(Json(choice));
            all.push(Json::object({{"names", names}, {"value", option.value}, {"text", option.text},
                {"choices", choices}, {"required", option.required}, {"repeats", option.repeats}}));
        }
        return all;
    };
    Json commands = Json::array();
    for (const CommandEntry& sub : command.commands)
        commands.push(table_json(sub));
    return Json::object(
        {{"command", command.path}, {"text", command.text}, {"arguments", list(command.arguments)},
            {"options", list(command.options)}, {"commands", commands}});
}

} // namespace stele::cli
