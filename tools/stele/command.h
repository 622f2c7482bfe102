// One command a file: cmd_<verb>.cpp declares its options and says what to run. main.cpp parses,
// runs, catches.
#pragma once

#include "archive/base/exit_code.h"
#include "archive/base/parallel.h"
#include "tools/stele/output.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace stele::cli {

// The flags that mean the same everywhere.
struct Globals {
    std::string archive;
    bool dry_run = false;
    unsigned jobs = 0;
    std::string lang, log_file;
    OutputOptions output;
};

struct Context {
    const Globals& globals;
    Output& out;
    Cancel& cancel;
    std::filesystem::path program_directory; // the programs find each other by it
};

using Run = std::function<Exit(Context&)>;

// Adds the subcommand; when it is chosen, run is set.
void add_init(CLI::App& app, Run& run);
void add_ingest(CLI::App& app, Run& run);
void add_inspect(CLI::App& app, Run& run);
void add_list(CLI::App& app, Run& run);
void add_show(CLI::App& app, Run& run);
void add_search(CLI::App& app, Run& run);
void add_verify(CLI::App& app, Run& run);
void add_render(CLI::App& app, Run& run);
void add_view(CLI::App& app, Run& run);
void add_demo(CLI::App& app, Run& run);
void add_export(CLI::App& app, Run& run);
void add_page(CLI::App& app, Run& run);
void add_catalogue(CLI::App& app, Run& run);
void add_ocfl(CLI::App& app, Run& run);
void add_schema(CLI::App& app, Run& run);
void add_doctor(CLI::App& app, Run& run);
void add_completion(CLI::App& app, Run& run);
void add_help(CLI::App& app, Run& run);

// What stele __complete prints for these words: candidates with their texts, then ":files",
// ":folders" or ":end".
std::string completion_answer(const CLI::App& app, const std::vector<std::string>& words);

// Version, libraries and parts of this build.
Json version_json(const std::filesystem::path& program_directory);

// --archive, then $STELE_ARCHIVE, then the nearest parent of the working directory with a
// stele.toml.
Result<std::filesystem::path> find_archive(const Globals& globals);

// Who acts, for the history: $STELE_USER and $STELE_USER_ADDRESS, else the login name and
// mailto:login@host.
struct Agent {
    std::string name, address;
};
Agent default_agent();

// Reports the error on stderr (and as an event), and gives its exit code.
Exit report(Context& context, const Error& error);

// The same for a command that looks something up: not_found is "nothing matched".
Exit report_lookup(Context& context, const Error& error);

} // namespace stele::cli
