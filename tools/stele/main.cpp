// stele: parses the command line, runs one command, catches what escapes, and turns everything into
// an exit code.
#include "archive/base/json.h"
#include "tools/stele/command.h"
#include "tools/stele/help.h"
#include "tools/stele/usage.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
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

void add_when(CLI::App& app, const std::string& name, When& when, const std::string& text)
{
    app.add_option_function<std::string>(
           name,
           [&when](const std::string& word) {
               when = word == "always"  ? When::always
                      : word == "never" ? When::never
                                        : When::automatic;
           },
           text)
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->type_name("WHEN");
}

void add_globals(CLI::App& app, Globals& globals)
{
    app.add_option("-A,--archive", globals.archive, "Archive to use [$STELE_ARCHIVE]")
        ->type_name("DIR");
    app.add_flag("-n,--dry-run", globals.dry_run, "Say what would happen, write nothing");
    app.add_option("-j,--jobs", globals.jobs, "Worker threads (default: all cores)")
        ->type_name("N");
    app.add_flag("--json", globals.output.json, "Machine output on stdout");
    app.add_flag("--plain", globals.output.plain, "Tab separated, no colour");
    add_when(app, "--color", globals.output.colour, "auto, always or never [NO_COLOR]");
    add_when(app, "--progress", globals.output.progress, "auto, always or never");
    app.add_option("--lang", globals.lang,
           "Language of labels and titles, such as en or zh-Hans [$STELE_LANG]")
        ->type_name("TAG");
    app.add_option(
           "--log-file", globals.log_file, "Append all that is said to FILE too, as JSON lines")
        ->type_name("FILE");
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
    add_search(app, run);
    add_view(app, run);
    add_render(app, run);
    add_demo(app, run);
    add_export(app, run);
    add_page(app, run);
    add_catalogue(app, run);
    add_ocfl(app, run);
    add_schema(app, run);
    add_doctor(app, run);
    add_completion(app, run);
    add_help(app, run);
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

Exit execute(Globals& globals, const Run& run, const std::filesystem::path& program)
{
    globals.lang = language_of(globals);
    Output out(globals.output);
    Context context{globals, out, g_cancel, program.parent_path()};
    if (!globals.log_file.empty())
        if (const Status logged = out.log_to(globals.log_file); !logged)
            return report(context, logged.error());
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

// For what is thrown before the options are read.
OutputOptions output_options(int argc, char** argv)
{
    OutputOptions options;
    options.json = std::find(argv, argv + argc, std::string_view("--json")) != argv + argc;
    return options;
}

Exit print_help(const CLI::App& app)
{
    const CommandEntry program = read_table(app);
    const CommandEntry* command = &program;
    for (const CLI::App* at = &app; command != nullptr && !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        command = command->find(at->get_name());
    }
    const bool whole = command == nullptr || command == &program;
    Output({}).print(whole ? overview_text(program) : command_text(program, *command));
    return Exit::success;
}

Exit print_version(const OutputOptions& options, const std::filesystem::path& program)
{
    Output out(options);
    if (options.json)
        out.document(version_json(program.parent_path()));
    else
        out.print(std::string("stele ") + kVersion + "\n");
    return Exit::success;
}

Exit refuse(const CLI::App& app, const CLI::ParseError& error, const OutputOptions& options)
{
    const UsageError usage = usage_error(app, error);
    Output out(options);
    out.fail(Error(Errc::invalid_argument, usage.text), usage.hint);
    out.exit_event(Exit::usage);
    return Exit::usage;
}

Exit parse_and_run(int argc, char** argv)
{
    CLI::App app(
        "Stele keeps, checks and shows three-dimensional records of cultural heritage.", "stele");
    app.set_version_flag(
        "-V,--version", std::string(kVersion), "The version; with --json its parts");
    app.set_help_flag("-h,--help", "Help on the program or a command");
    app.fallthrough();
    app.require_subcommand(1);
    Globals globals;
    Run run;
    add_globals(app, globals);
    add_commands(app, run);
    const std::filesystem::path program = own_path(argv[0]);
    // Its words are another command line's: they are not parsed.
    if (argc > 1 && std::string_view(argv[1]) == "__complete") {
        Output({}).print(completion_answer(app, {argv + 2, argv + argc}));
        return Exit::success;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return print_help(app);
    } catch (const CLI::CallForVersion&) {
        return print_version(output_options(argc, argv), program);
    } catch (const CLI::ParseError& e) {
        return refuse(app, e, output_options(argc, argv));
    }
    return execute(globals, run, program);
}

} // namespace

} // namespace stele::cli

int main(int argc, char** argv)
{
    std::signal(SIGINT, stele::cli::on_interrupt);
    std::signal(SIGTERM, stele::cli::on_interrupt);
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return static_cast<int>(stele::cli::parse_and_run(argc, argv));
    } catch (const std::bad_alloc&) {
        std::fputs("stele: out of memory\n", stderr);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "stele: internal error: %s\n", e.what());
    }
    return static_cast<int>(stele::Exit::internal);
}
