// What CLI11 does not know of a command: where it stands in the help, examples, how it ends. And
// the longer texts of stele help TOPIC.
#pragma once

#include <string_view>
#include <vector>

namespace stele::cli {

struct Example {
    std::string_view line, text;
};

struct Guide {
    std::string_view command; // of the first level
    std::string_view group;   // heading in stele --help
    std::string_view text;    // paragraphs; empty lines between them
    std::vector<Example> examples;
    std::vector<int> exits; // beside 0, 1 and 2, which every command has
};

// In the order of the help. Null for a command that it does not know.
const std::vector<Guide>& guides();
const Guide* guide_for(std::string_view command);

struct ExitText {
    int code;
    std::string_view text;
};
const std::vector<ExitText>& exit_texts();

struct Topic {
    std::string_view name, title, text;
};
// Longer texts; the topics that the option table fills are not among them.
const std::vector<Topic>& topics();

struct Variable {
    std::string_view name, text;
};
const std::vector<Variable>& variables();

} // namespace stele::cli
