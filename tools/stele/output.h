// What the programs say. stdout is data, stderr is talk. With --json, stdout carries the documents
// or event lines of cli.md's contract stele:cli/event/1 and stderr stays for people.
#pragma once

#include "archive/base/exit_code.h"
#include "archive/base/json.h"
#include "archive/base/result.h"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace stele::cli {

enum class When { automatic, always, never };

struct OutputOptions {
    bool json = false;
    bool plain = false;
    bool quiet = false;
    int verbose = 0;
    When colour = When::automatic;
    When progress = When::automatic;
};

class Output {
public:
    explicit Output(const OutputOptions& options);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    // From now on events and talk are also appended to the file, a JSON line each, whether they are
    // shown or not.
    Status log_to(const std::string& path);

    bool json() const { return options_.json; }
    bool plain() const { return options_.plain; }
    int verbose() const { return options_.verbose; }

    // Data.
    void print(std::string_view text); // stdout, fit for a terminal
    void document(const Json& json);   // stdout, pretty: short commands
    // One line of a long command: schema, type and time are added. Nothing without --json.
    void event(std::string_view type, Json fields);
    // The last line of JSON lines; a command that printed data has ended with that.
    void exit_event(Exit exit);
    // Another program that shares our stdout has said how it ended.
    void leave_exit_to_child() { has_printed_ = true; }

    // Talk.
    void say(std::string_view line);    // unless --quiet
    void detail(std::string_view line); // with -v
    void warn(std::string_view line);
    void fail(const Error& error, std::string_view hint = {});

    // A bar on a terminal (10 per second at most), a plain line every 10 s elsewhere, events at 2
    // Hz with --json.
    void progress(std::string_view operation, std::string_view what, double fraction);
    void end_progress();

    std::string strong(std::string_view text) const; // bold on a colour terminal

private:
    using Clock = std::chrono::steady_clock;

    void write_event(std::string_view type, const Json& fields, bool shown);
    void log_message(std::string_view text);
    void show(std::string_view line);
    void erase_bar();
    void draw_bar(std::string_view what, double fraction, double seconds);

    OutputOptions options_;
    std::FILE* log_ = nullptr; // owned; null without a log
    bool colour_ = false;
    bool terminal_ = false;
    bool bar_shown_ = false;
    Clock::time_point started_{};
    Clock::time_point last_{};
    Clock::time_point last_event_{};
    bool in_progress_ = false;
    bool has_printed_ = false;
};

// Left-aligned columns separated by two spaces, widths in display cells; the last column is not
// padded. With
// --plain: tab separated, no header.
struct Table {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
};
std::string print_table(const Table& table, bool plain);

std::string print_size(std::uint64_t bytes); // "18.2 MiB"

} // namespace stele::cli
