// stele: parses the command line, runs one command, catches what escapes, and turns everything into
// an exit code.
#include "archive/base/json.h"
#include "archive/record/nearest.h"
#include "tools/stele/command.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <new>
#include <string>
#include <vector>

namespace stele::cli {

namespace {

constexpr const char* kVersion = STELE_VERSION;

// A signal handler can reach nothing else.
Cancel g_cancel;
volatile std::sig_atomic_t g_signal = 0;

extern "C" void on_interrupt(int signal)
{
    g_signal = signal;
    g_cancel.requested = true;
    std::signal(signal, SIG_DFL); // the second one ends the program at once
}

const std::map<std::string, When> kWhen{
    {"auto", When::automatic}, {"always", When::always}, {"never", When::never}};

void add_globals(CLI::App& app, Globals& globals)
{
    app.add_option("-A,--archive", globals.archive, "Archive to use [$STELE_ARCHIVE]")
        ->type_name("DIR");
    app.add_flag("-n,--dry-run", globals.dry_run, "Say what would happen, write nothing");
    app.add_option("-j,--jobs", globals.jobs, "Worker threads (default: all cores)")
        ->type_name("N");
    app.add_flag("--json", globals.output.json, "Machine output on stdout");
    app.add_flag("--plain", globals.output.plain, "Tab separated, no colour");
    app.add_option("--color", globals.output.colour, "auto, always or never [NO_COLOR]")
        ->transform(CLI::CheckedTransformer(kWhen))
        ->option_text("WHEN");
    app.add_option("--progress", globals.output.progress, "auto, always or never")
        ->transform(CLI::CheckedTransformer(kWhen))
        ->option_text("WHEN");
    app.add_option("--lang", globals.lang,
           "Language of labels and titles, such as en or zh-Hans [$STELE_LANG]")
        ->type_name("TAG");
    app.add_flag("-q,--quiet", globals.output.quiet, "Errors only");
    app.add_flag("-v,--verbose", globals.output.verbose, "More; repeat for still more");
}

void add_commands(CLI::App& app, Run& run)
{
    add_init(app, run);
    add_ingest(app, run);
    add_inspect(app, run);
    add_verify(app, run);
    add_list(app, run);
    add_show(app, run);
    add_view(app, run);
    add_render(app, run);
    add_demo(app, run);
    add_page(app, run);
    add_catalogue(app, run);
    add_ocfl(app, run);
    add_schema(app, run);
}

std::string language_of(const Globals& globals)
{
    if (!globals.lang.empty())
        return globals.lang;
    for (const char* const name : {"STELE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* const value = std::getenv(name); value != nullptr && *value != '\0') {
            const std::string tag = value;
            // POSIX: the locale of no language, whose messages are English.
            const bool none = tag == "POSIX" || tag == "C" || tag.starts_with("C.");
            return none ? "en" : tag;
        }
    return "en";
}

// CLI11 only says that a subcommand is missing; say which word it did not know, and what it may
// have been.
std::string usage_text(const CLI::App& app, const CLI::ParseError& error)
{
    const std::vector<std::string> unknown = app.remaining();
    const auto word = std::find_if(
        unknown.begin(), unknown.end(), [](const std::string& a) { return !a.starts_with('-'); });
    if (!app.get_subcommands().empty() || word == unknown.end())
        return error.what();
    std::vector<std::string> names;
    for (const CLI::App* const command : app.get_subcommands(nullptr))
        names.push_back(command->get_name());
    const auto near = record::nearest(*word, names);
    return "unknown command '" + *word + "'" + (near ? ". Did you mean '" + *near + "'?" : "");
}

Exit execute(Globals& globals, const Run& run, const std::filesystem::path& program)
{
    globals.lang = language_of(globals);
    Output out(globals.output);
    Context context{globals, out, g_cancel, program.parent_path()};
    Exit exit = run(context);
    if (exit == Exit::interrupted && g_signal == SIGTERM)
        exit = Exit::terminated;
    out.end_progress();
    out.exit_event(exit);
    return exit;
}

std::filesystem::path own_path(const char* argv0)
{
    std::error_code error;
    auto path = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::filesystem::path(argv0) : path;
}

int run_main(int argc, char** argv)
{
    CLI::App app(
        "Stele keeps, checks and shows three-dimensional records of cultural heritage.", "stele");
    app.set_version_flag("-V,--version", std::string("stele ") + kVersion);
    app.set_help_flag("-h,--help", "Help on a command: stele COMMAND --help");
    app.fallthrough();
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::simple);
    Globals globals;
    Run run;
    add_globals(app, globals);
    add_commands(app, run);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& e) {
        return app.exit(e);
    } catch (const CLI::ParseError& e) {
        std::fprintf(stderr, "stele: %s\n       stele --help lists the commands\n",
            usage_text(app, e).c_str());
        globals.output.json =
            std::find(argv, argv + argc, std::string_view("--json")) != argv + argc;
        Output(globals.output).exit_event(Exit::usage);
        return static_cast<int>(Exit::usage);
    }
    return static_cast<int>(execute(globals, run, own_path(argv[0])));
}

} // namespace

} // namespace stele::cli

int main(int argc, char** argv)
{
    std::signal(SIGINT, stele::cli::on_interrupt);
    std::signal(SIGTERM, stele::cli::on_interrupt);
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return stele::cli::run_main(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fputs("stele: out of memory\n", stderr);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "stele: internal error: %s\n", e.what());
    }
    return static_cast<int>(stele::Exit::internal);
}
