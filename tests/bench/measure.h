// Runs a program and says what it took, as the kernel counted it.
#pragma once

#include "archive/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stele::bench {

struct Measured {
    double wall_s = 0;
    double cpu_s = 0; // user and system of the program and of what it waited for
    std::uint64_t peak_rss_bytes = 0;
    int exit = -1; // 128 + signal when killed
    std::string out;
};

// argv[0] is looked up in PATH; stderr passes through; stdout goes by way of scratch, a file that
// is written over. Fails only when the program cannot be started.
Result<Measured> measure(
    const std::vector<std::string>& argv, const std::filesystem::path& scratch);

// The same; a program that does not end with 0 is an error.
Result<Measured> measure_success(
    const std::vector<std::string>& argv, const std::filesystem::path& scratch);

} // namespace stele::bench
