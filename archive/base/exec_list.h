// Words of a command or an environment as exec and posix_spawn want them.
#pragma once

#include <string>
#include <vector>

namespace stele {

// Ends in a null pointer. Valid while the words are.
inline std::vector<char*> exec_list(std::vector<std::string>& words)
{
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    return argv;
}

} // namespace stele
