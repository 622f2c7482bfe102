// Walks the words as the parser would: a flag takes its value, a command opens its own flags.
#include "tools/stele/complete.h"

#include "tools/stele/help.h"

namespace stele::cli {

namespace {

const OptionEntry* find_option(const std::vector<OptionEntry>& options, std::string_view name)
{
    for (const OptionEntry& option : options)
        for (const std::string& known : option.names)
            if (known == name)
                return &option;
    return nullptr;
}

struct Place {
    const CommandEntry* command;
    const OptionEntry* waiting = nullptr; // a flag whose value is next
    std::size_t arguments = 0;            // that are complete
    bool flags_ended = false;
    std::string archive;
};

void step(Place& place, const CommandEntry& program, const std::string& word)
{
    if (place.waiting != nullptr) {
        if (word == "=")
            return;
        if (place.waiting->names.back() == "--archive")
            place.archive = word;
        place.waiting = nullptr;
        return;
    }
    if (!place.flags_ended && word == "--") {
        place.flags_ended = true;
    } else if (!place.flags_ended && word.size() > 1 && word.starts_with('-')) {
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const OptionEntry* option = find_option(place.command->options, name);
        if (option == nullptr)
            option = find_option(program.options, name);
        if (option == nullptr || option->value.empty())
            return;
        if (equals == std::string::npos)
            place.waiting = option;
        else if (option->names.back() == "--archive")
            place.archive = word.substr(equals + 1);
    } else if (const CommandEntry* const sub = place.command->find(word);
               sub != nullptr && place.arguments == 0) {
        place.command = sub;
    } else {
        ++place.arguments;
    }
}

void add(Completion& completion, const std::string& word, const std::string& text)
{
    if (word.starts_with(completion.typed))
        completion.candidates.push_back({completion.before + word, text});
}

void add_commands(Completion& completion, const CommandEntry& command)
{
    for (const CommandEntry& sub : command.commands)
        add(completion, sub.name(), sub.text);
}

void add_value(Completion& completion, const CommandEntry& program, const OptionEntry& option)
{
    for (const std::string& choice : option.choices)
        add(completion, choice, "");
    if (option.kind == ValueKind::topic) {
        add_commands(completion, program);
        for (const std::string& topic : topic_names())
            add(completion, topic, "topic");
    }
    if (option.kind == ValueKind::record)
        add(completion, "@last", "the record changed last");
    if (option.kind == ValueKind::file || option.kind == ValueKind::folder ||
        option.kind == ValueKind::record)
        completion.also = option.kind;
}

void add_flags(Completion& completion, const CommandEntry& program, const CommandEntry& command)
{
    const auto add_all = [&](const std::vector<OptionEntry>& options) {
        for (const OptionEntry& option : options)
            for (const std::string& name : option.names)
                add(completion, name, option.text);
    };
    if (&command != &program)
        add_all(command.options);
    add_all(program.options);
    add(completion, "-h", "Help");
    add(completion, "--help", "Help");
}

constexpr std::string_view kBash =
    R"script(# bash completion for stele: asks the program itself what may follow.
_stele() {
    local line current=$2
    if [ "$current" = "=" ]; then current=; fi
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :files)
                compopt -o filenames 2>/dev/null || :
                while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current") ;;
            :folders)
                compopt -o filenames 2>/dev/null || :
                while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$current") ;;
            :*) ;;
            *) COMPREPLY+=("${line%%$'\t'*}") ;;
        esac
    done < <("${1/#\~/$HOME}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _stele stele
)script";

constexpr std::string_view kZsh = R"script(#compdef stele
# zsh completion for stele: asks the program itself what may follow.
_stele() {
    local line also
    local -a answer values
    answer=("${(@f)$("${words[1]/#\~/$HOME}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    for line in "${answer[@]}"; do
        case $line in
            (:files) also=files ;;
            (:folders) also=folders ;;
            (:*|'') ;;
            (*) values+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
        esac
    done
    (( ${#values} )) && _describe -t values stele values
    [[ $also = files ]] && _files
    [[ $also = folders ]] && _files -/
    return 0
}
if [[ ${funcstack[1]} = _stele ]]; then _stele "$@"; else compdef _stele stele; fi
)script";

constexpr std::string_view kFish =
    R"script(# fish completion for stele: asks the program itself what may follow.
function __stele_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (command $words[1] __complete $words[2..-1] 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':folders'
                __fish_complete_directories (commandline -ct)
            case ':*'
            case '*'
                echo $line
        end
    end
end
complete -c stele -f -a '(__stele_complete)'
)script";

} // namespace

Completion complete(const CommandEntry& program, const std::vector<std::string>& words)
{
    Completion completion;
    Place place{&program, nullptr, 0, false, {}};
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        step(place, program, words[i]);
    completion.archive = place.archive;
    completion.typed = words.empty() ? "" : words.back();
    if (place.waiting != nullptr) {
        if (completion.typed == "=")
            completion.typed.clear();
        add_value(completion, program, *place.waiting);
        return completion;
    }
    const std::size_t equals = completion.typed.find('=');
    if (!place.flags_ended && completion.typed.starts_with("--") && equals != std::string::npos) {
        const std::string name = completion.typed.substr(0, equals);
        const OptionEntry* option = find_option(place.command->options, name);
        if (option == nullptr)
            option = find_option(program.options, name);
        completion.before = completion.typed.substr(0, equals + 1);
        completion.typed.erase(0, equals + 1);
        if (option != nullptr)
            add_value(completion, program, *option);
        return completion;
    }
    if (!place.flags_ended && completion.typed.starts_with('-')) {
        add_flags(completion, program, *place.command);
        return completion;
    }
    add_commands(completion, *place.command);
    const auto& arguments = place.command->arguments;
    if (arguments.empty())
        return completion;
    if (place.arguments < arguments.size())
        add_value(completion, program, arguments[place.arguments]);
    else if (arguments.back().repeats)
        add_value(completion, program, arguments.back());
    return completion;
}

std::string_view completion_script(std::string_view shell)
{
    if (shell == "bash")
        return kBash;
    return shell == "zsh" ? kZsh : kFish;
}

} // namespace stele::cli
