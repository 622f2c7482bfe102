// Runs a built program and captures what it says.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace stele::test {

struct Outcome {
    int exit = -1; // exit code; 128 + signal when killed
    std::string out;
    std::string err;
    std::uint64_t peak_bytes = 0; // resident
    double cpu_seconds = 0;       // user and system
};

// Absolute path of <build>/bin/<name>.
std::string built_program(const std::string& name);

// argv[0] is the program's path. Variables are added to the environment; stdin is empty.
Outcome run_program(
    const std::vector<std::string>& argv, const std::map<std::string, std::string>& variables = {});

} // namespace stele::test
