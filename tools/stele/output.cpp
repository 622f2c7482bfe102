// Terminal output: the only place where the programs write to stdout and stderr.
#include "tools/stele/output.h"

#include "archive/base/clock.h"
#include "archive/base/file.h"
#include "archive/base/shown_text.h"
#include "archive/base/unicode.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace stele::cli {

namespace {

constexpr std::string_view kBold = "\x1b[1m", kPlain = "\x1b[0m";
static_assert(kBold.size() == kPlain.size());

bool env_set(const char* name)
{
    const char* const value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

void write_stream(std::FILE* stream, std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
}

// Fit for a terminal, but our own bold stays.
std::string harmless(std::string_view text)
{
    std::string out;
    for (;;) {
        const std::size_t mark = std::min(text.find(kBold), text.find(kPlain));
        out += fit_for_terminal(text.substr(0, mark));
        if (mark == text.npos)
            return out;
        out += text.substr(mark, kBold.size());
        text.remove_prefix(mark + kBold.size());
    }
}

std::size_t terminal_width()
{
    struct winsize size {};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20)
        return size.ws_col;
    return 80;
}

// At most width cells; the middle gives way.
std::string middle_ellipsised(std::string_view text, std::size_t width)
{
    if (display_width(text) <= width)
        return std::string(text);
    std::size_t head = text.size() / 2;
    std::size_t tail = head;
    const auto at_boundary = [&](std::size_t i) {
        return i >= text.size() || (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    };
    while (head > 0 && display_width(text.substr(0, head)) > width / 2)
        --head;
    while (head > 0 && !at_boundary(head))
        --head;
    while (tail < text.size() && display_width(text.substr(tail)) + 3 > width - width / 2)
        ++tail;
    while (tail < text.size() && !at_boundary(tail))
        ++tail;
    return std::string(text.substr(0, head)) + "..." + std::string(text.substr(tail));
}

std::string print_duration(double seconds)
{
    const auto total = static_cast<unsigned>(std::clamp(seconds, 0.0, 359999.0));
    std::array<char, 32> text{};
    const int size =
        total >= 3600 ? std::snprintf(text.data(), text.size(), "%u:%02u:%02u", total / 3600,
                            total / 60 % 60, total % 60)
                      : std::snprintf(text.data(), text.size(), "%u:%02u", total / 60, total % 60);
    return {text.data(), static_cast<std::size_t>(size)};
}

} // namespace

Output::Output(const OutputOptions& options) : options_(options)
{
    terminal_ = ::isatty(STDERR_FILENO) == 1;
    colour_ = options.colour == When::always ||
              (options.colour == When::automatic && !env_set("NO_COLOR") &&
                  (env_set("CLICOLOR_FORCE") || ::isatty(STDOUT_FILENO) == 1));
}

Output::~Output()
{
    if (log_ != nullptr)
        std::fclose(log_);
}

Status Output::log_to(const std::string& path)
{
    log_ = std::fopen(path.c_str(), "ae");
    if (log_ == nullptr)
        return errno_error(errno, "open the log " + path);
    return {};
}

void Output::print(std::string_view text)
{
    erase_bar();
    write_stream(stdout, harmless(text));
    has_printed_ = true;
}

void Output::document(const Json& json)
{
    print(print_json(json, JsonStyle::pretty) + "\n");
}

void Output::event(std::string_view type, Json fields)
{
    write_event(type, fields, options_.json);
}

void Output::write_event(std::string_view type, const Json& fields, bool shown)
{
    if (!shown && log_ == nullptr)
        return;
    Json line = Json::object({{"schema", "stele:cli/event/1"}, {"type", Json(type)},
        {"time", rfc3339_utc(now_unix_seconds())}});
    if (const auto* const members = fields.members())
        for (const auto& [key, value] : *members)
            line.set(key, value);
    const std::string text = print_json(line) + "\n";
    if (log_ != nullptr) {
        write_stream(log_, text);
        std::fflush(log_);
    }
    if (!shown)
        return;
    erase_bar();
    write_stream(stdout, text);
    std::fflush(stdout);
}

void Output::log_message(std::string_view text)
{
    write_event("message", Json::object({{"message", to_valid_utf8(text)}}), false);
}

void Output::exit_event(Exit exit)
{
    write_event(
        "exit", Json::object({{"exit", static_cast<int>(exit)}}), options_.json && !has_printed_);
}

void Output::say(std::string_view line)
{
    log_message(line);
    show(line);
}

void Output::show(std::string_view line)
{
    if (options_.quiet)
        return;
    erase_bar();
    write_stream(stderr, harmless(line) + "\n");
}

void Output::detail(std::string_view line)
{
    log_message(line);
    if (options_.verbose > 0)
        show(line);
}

void Output::warn(std::string_view line)
{
    write_event("warning", Json::object({{"message", to_valid_utf8(line)}}), false);
    erase_bar();
    write_stream(stderr, "stele: warning: " + harmless(line) + "\n");
}

void Output::fail(const Error& error, std::string_view hint)
{
    erase_bar();
    write_stream(stderr, "stele: " + harmless(error.text()) + "\n");
    if (!hint.empty())
        write_stream(stderr, "       " + std::string(hint) + "\n");
    Json fields =
        Json::object({{"code", Json(std::string("stele.") + std::string(errc_name(error.code())))},
            {"message", to_valid_utf8(error.text())}});
    if (!hint.empty())
        fields.set("hint", Json(hint));
    event("error", fields);
}

void Output::progress(std::string_view operation, std::string_view what, double fraction)
{
    const auto now = Clock::now();
    if (!in_progress_) {
        in_progress_ = true;
        started_ = last_ = last_event_ = now;
    }
    const double seconds = std::chrono::duration<double>(now - started_).count();
    if (options_.json && now - last_event_ >= std::chrono::milliseconds(500)) {
        last_event_ = now;
        event("status", Json::object({{"op", Json(operation)}, {"path", Json(what)},
                            {"fraction", fraction}, {"seconds", seconds}}));
    }
    const bool wanted = options_.progress == When::always ||
                        (options_.progress == When::automatic && !options_.quiet && !options_.json);
    if (!wanted)
        return;
    if (terminal_ && now - last_ >= std::chrono::milliseconds(100)) {
        last_ = now;
        draw_bar(what, fraction, seconds);
    } else if (!terminal_ && now - last_ >= std::chrono::seconds(10)) {
        last_ = now;
        write_stream(stderr, std::string(operation) + " " + harmless(what) + ": " +
                                 std::to_string(static_cast<int>(fraction * 100)) + " %, " +
                                 print_duration(seconds) + "\n");
    }
}

void Output::draw_bar(std::string_view what, double fraction, double seconds)
{
    constexpr std::size_t kCells = 24;
    const auto filled = static_cast<std::size_t>(std::clamp(fraction, 0.0, 1.0) * double(kCells));
    std::array<char, 16> percent{};
    std::snprintf(percent.data(), percent.size(), "%3d %%", static_cast<int>(fraction * 100));
    std::string line = " [" + std::string(filled, '#') + std::string(kCells - filled, '.') + "] " +
                       percent.data() + "  " + print_duration(seconds);
    if (fraction > 0.02)
        line += ", " + print_duration(seconds * (1 - fraction) / fraction) + " left";
    line += "  ";
    line += middle_ellipsised(
        harmless(what), terminal_width() - std::min(terminal_width() - 1, line.size() + 1));
    write_stream(stderr, "\r\x1b[K" + line);
    bar_shown_ = true;
}

void Output::erase_bar()
{
    if (bar_shown_)
        write_stream(stderr, "\r\x1b[K");
    bar_shown_ = false;
}

void Output::end_progress()
{
    erase_bar();
    in_progress_ = false;
}

std::string Output::strong(std::string_view text) const
{
    const std::string words(text);
    return colour_ ? std::string(kBold) + words + std::string(kPlain) : words;
}

std::string print_table(const Table& table, bool plain)
{
    std::string out;
    if (plain) {
        for (const auto& row : table.rows)
            for (std::size_t i = 0; i < row.size(); ++i)
                out += one_line(row[i]) + (i + 1 < row.size() ? "\t" : "\n");
        return out;
    }
    std::vector<std::size_t> widths(table.header.size(), 0);
    const auto measure = [&](const std::vector<std::string>& row) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(one_line(row[i])));
    };
    measure(table.header);
    for (const auto& row : table.rows)
        measure(row);
    const auto print_row = [&](const std::vector<std::string>& row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string cell = one_line(row[i]);
            out += cell;
            out +=
                i + 1 < row.size() ? std::string(widths[i] - display_width(cell) + 2, ' ') : "\n";
        }
    };
    print_row(table.header);
    for (const auto& row : table.rows)
        print_row(row);
    return out;
}

std::string print_size(std::uint64_t bytes)
{
    constexpr std::array kUnits{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < kUnits.size(); ++unit)
        value /= 1024;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
    return text.data();
}

} // namespace stele::cli
