// A command line that was refused, in words: which one was not understood, and what it may have
// been.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
} // namespace CLI

namespace stele::cli {

struct UsageError {
    std::string text; // "unknown option '--jsn'. Did you mean '--json'?"
    std::string hint; // where to read more
};

UsageError usage_error(const CLI::App& app, const CLI::ParseError& error);

} // namespace stele::cli
