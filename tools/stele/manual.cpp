// Plain man(7): understood by groff and mandoc alike. No date, so that equal programs make equal
// pages.
#include "tools/stele/manual.h"

#include "tools/stele/guide_table.h"
#include "tools/stele/help.h"

#include <algorithm>

namespace stele::cli {

namespace {

// A hyphen is a minus here, a backslash itself, and no line begins a macro.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool line_start = out.empty() || out.back() == '\n';
        if (line_start && (c == '.' || c == '\''))
            out += "\\&";
        if (c == '-')
            out += "\\-";
        else if (c == '\\')
            out += "\\e";
        else
            out += c;
    }
    return out;
}

std::string section(std::string_view name)
{
    return ".SH " + std::string(name) + "\n";
}

std::string tagged(const std::string& tag, std::string_view text)
{
    return ".TP\n" + tag + "\n" + escaped(text) + "\n";
}

// "\fB\-A\fR, \fB\-\-archive\fR \fIDIR\fR"
std::string option_tag(const OptionEntry& option)
{
    std::string tag;
    for (const std::string& name : option.names)
        tag += (tag.empty() ? "" : ", ") +
               (option.is_argument() ? "\\fI" + escaped(name) : "\\fB" + escaped(name)) + "\\fR";
    if (option.is_argument())
        return tag + (option.repeats ? " ..." : "");
    return option.value.empty() ? tag : tag + " \\fI" + escaped(option.value) + "\\fR";
}

std::string options_list(const std::vector<OptionEntry>& options)
{
    std::string text;
    for (const OptionEntry& option : options) {
        std::string what = option.text;
        if (!option.choices.empty() && what.find(option.choices.back()) == std::string::npos) {
            what += ":";
            for (const std::string& choice : option.choices)
                what += " " + choice;
        }
        text += tagged(option_tag(option), what + ".");
    }
    return text;
}

std::string paragraphs(std::string_view text)
{
    std::string out;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string_view line = text.substr(from, end - from);
        out += line.empty() ? ".PP\n" : escaped(line) + "\n";
        from = end + 1;
    }
    return out;
}

// As it is, for tables made of spaces.
std::string verbatim(std::string_view text)
{
    return ".nf\n" + escaped(text) + (text.ends_with('\n') ? "" : "\n") + ".fi\n";
}

std::string upper(std::string text)
{
    for (char& c : text)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::string heading(const std::string& name, std::string_view text)
{
    std::string what(text);
    while (what.ends_with('.'))
        what.pop_back();
    return ".TH " + upper(escaped(name)) +
           " 1 \"\" \"Stele " STELE_VERSION "\" \"Stele Manual\"\n" + section("NAME") +
           escaped(name) + " \\- " + escaped(what) + "\n";
}

std::string synopsis(const CommandEntry& command)
{
    std::string text = section("SYNOPSIS");
    if (command.commands.empty())
        return text + escaped(usage_line(command)) + "\n";
    for (const CommandEntry& sub : command.commands)
        text += escaped(usage_line(sub)) + "\n.br\n";
    return text;
}

std::string exit_list(const Guide* guide)
{
    std::string text = section("EXIT STATUS");
    for (const ExitText& exit : exit_texts())
        if (guide == nullptr || exit.code <= 2 ||
            std::find(guide->exits.begin(), guide->exits.end(), exit.code) != guide->exits.end())
            text += tagged(std::to_string(exit.code), std::string(exit.text) + ".");
    return text;
}

std::string command_page(const CommandEntry& command)
{
    const Guide* const guide = guide_for(command.path);
    std::string text = heading("stele-" + command.path, command.text) + synopsis(command);
    text += section("DESCRIPTION") + escaped(command.text) + ".\n";
    if (guide != nullptr)
        text += ".PP\n" + paragraphs(guide->text);
    if (command.path == "search")
        text += ".PP\n" + verbatim(query_text());
    text += options_list(command.arguments);
    if (!command.options.empty())
        text += section("OPTIONS") + options_list(command.options);
    for (const CommandEntry& sub : command.commands) {
        text += section(upper(sub.name())) + escaped(sub.text) + ".\n";
        text += options_list(sub.arguments) + options_list(sub.options);
    }
    text += ".PP\nFlags that every command takes are in\n.BR stele (1).\n";
    if (guide != nullptr) {
        text += section("EXAMPLES");
        for (const Example& example : guide->examples)
            text += tagged("\\fB" + escaped(example.line) + "\\fR", example.text);
        text += exit_list(guide);
    }
    return text + section("SEE ALSO") + ".BR stele (1)\n";
}

std::string program_page(const CommandEntry& program)
{
    std::string text = heading("stele", "keep, check and show 3-D records of cultural heritage");
    text += section("SYNOPSIS") + "stele COMMAND [flags]\n" + section("DESCRIPTION") +
            escaped(program.text) + "\n" + section("COMMANDS");
    for (const CommandEntry& command : program.commands)
        text += tagged("\\fBstele\\-" + escaped(command.path) + "\\fR(1)", command.text + ".");
    text += section("OPTIONS") + options_list(program.options) +
            tagged("\\fB\\-h\\fR, \\fB\\-\\-help\\fR", "Help on the program or a command.");
    text += section("ENVIRONMENT");
    for (const Variable& variable : variables())
        text += tagged("\\fB" + escaped(variable.name) + "\\fR", variable.text);
    for (const Topic& topic : topics())
        text += section(upper(std::string(topic.name))) + verbatim(topic.text);
    text += exit_list(nullptr) + section("SEE ALSO");
    for (std::size_t i = 0; i < program.commands.size(); ++i)
        text += ".BR stele\\-" + escaped(program.commands[i].path) +
                (i + 1 < program.commands.size() ? " (1),\n" : " (1)\n");
    return text;
}

} // namespace

std::vector<ManualPage> manual_pages(const CommandEntry& program)
{
    std::vector<ManualPage> pages{{"stele.1", program_page(program)}};
    for (const CommandEntry& command : program.commands)
        pages.push_back({"stele-" + command.path + ".1", command_page(command)});
    return pages;
}

} // namespace stele::cli
