// What may stand where the cursor is. Pure: records and files are looked up by others.
#pragma once

#include "tools/stele/option_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace stele::cli {

struct Candidate {
    std::string word, text;
};

struct Completion {
    std::vector<Candidate> candidates; // all begin with what is typed
    ValueKind also = ValueKind::none;  // file, folder or record: look these up too
    std::string typed;                 // how far the value has come
    std::string before;                // what stands before the value in its word: "--archive="
    std::string archive;               // the value of --archive, if it is given
};

// words: those after "stele"; the last one is where the cursor is, and may be empty. A lone "="
// joins its neighbours, as bash splits them.
Completion complete(const CommandEntry& program, const std::vector<std::string>& words);

// The script that asks stele. Precondition: bash, zsh or fish.
std::string_view completion_script(std::string_view shell);

} // namespace stele::cli
