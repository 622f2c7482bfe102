// Every file in data/invalid of the shared test data, through the program as a person runs it:
// tests/fixtures/invalid.tsv says, from the specification of its format, what becomes of it.
#include "tests/cli/program.h"
#include "tests/support/shared_data.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

namespace stele::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// No refusal may cost more, whatever the file claims. Sanitizers need more than that for
// themselves.
constexpr std::uint64_t kMostBytes = 512u << 20;
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

struct Row {
    std::string path, verdict, code, reason;
};

std::vector<Row> table()
{
    std::vector<Row> rows;
    std::ifstream in(fs::path(STELE_SOURCE_DIR) / "tests/fixtures/invalid.tsv");
    bool is_header = true;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#'))
            continue;
        std::istringstream cells(line);
        Row row;
        for (std::string* const cell : {&row.path, &row.verdict, &row.code, &row.reason})
            std::getline(cells, *cell, '\t');
        if (!is_header)
            rows.push_back(row);
        is_header = false;
    }
    return rows;
}

fs::path invalid(const std::string& relative = "")
{
    return test::shared_path("data/invalid") / relative;
}

std::string slurp(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

using Contents = std::map<std::string, std::string>;

// All files beneath a folder, by name. The lock holds the process id of the last writer.
Contents contents_of(const fs::path& folder)
{
    Contents contents;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().filename() != "lock")
            contents[entry.path().lexically_relative(folder).string()] =
                entry.is_regular_file() ? slurp(entry.path()) : "";
    return contents;
}

// Names of what is new, gone or not what it was.
std::set<std::string> differences(const Contents& before, const Contents& after)
{
    std::set<std::string> names;
    for (const auto& [name, bytes] : before)
        if (const auto found = after.find(name); found == after.end() || found->second != bytes)
            names.insert(name);
    for (const auto& [name, bytes] : after)
        if (!before.contains(name))
            names.insert(name);
    return names;
}

// With STELE_TEST_PRINT=1: what a file costs. Never judged: tests do not fail on time.
void print_cost(const Row& row, const Outcome& outcome)
{
    if (std::getenv("STELE_TEST_PRINT") != nullptr)
        std::cout << row.verdict << '\t' << outcome.cpu_seconds << " s\t"
                  << (outcome.peak_bytes >> 20) << " MiB\t" << row.path << '\n';
}

Outcome ingest(const Workplace& place, const Row& row)
{
    const Outcome outcome = place.run(
        {"--json", "ingest", invalid(row.path).string()}, {{"ASAN_OPTIONS", "detect_leaks=0"}});
    print_cost(row, outcome);
    EXPECT_EQ(outcome.err.find("Sanitizer"), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find("runtime error"), std::string::npos) << outcome.err;
    if (!kSanitized) {
        EXPECT_LE(outcome.peak_bytes, kMostBytes) << row.path;
    }
    return outcome;
}

void expect_refused(const Workplace& place, const Row& row)
{
    const auto before = contents_of(place / "");
    const Outcome outcome = ingest(place, row);
    EXPECT_EQ(outcome.exit, 1) << said(outcome);
    const Json error = event_of(events_of(outcome), "error");
    EXPECT_EQ(error["code"].string_or(""), "stele." + row.code) << said(outcome);
    EXPECT_THAT(error["message"].string_or(""), HasSubstr(fs::path(row.path).filename().string()));
    EXPECT_EQ(differences(before, contents_of(place / "")), std::set<std::string>());
    const Outcome valid = place.run({"ocfl", "validate", place.storage().string()});
    EXPECT_EQ(valid.exit, 0) << said(valid);
}

void expect_kept(const Row& row)
{
    const Workplace place;
    const Outcome outcome = ingest(place, row);
    EXPECT_EQ(outcome.exit, row.verdict == "points" ? 3 : 0) << said(outcome);
    const Json item = event_of(events_of(outcome), "item");
    EXPECT_EQ(item["viewing_copy"].bool_or(row.verdict == "points"), row.verdict != "points");
    std::set<std::string> codes;
    bool is_clean = true;
    for (const Json& finding : elements_of(item["findings"])) {
        codes.insert(finding["code"].string_or(""));
        // The bill of health judges the mesh, not the file.
        is_clean = is_clean && (finding["severity"].string_or("") == "info" ||
                                   finding["code"].string_or("").starts_with("health."));
    }
    if (row.verdict == "ingested") {
        EXPECT_TRUE(is_clean) << said(outcome);
    }
    if (row.verdict == "finding") {
        EXPECT_TRUE(codes.contains(row.code)) << said(outcome);
    }
    const std::string original = slurp(invalid(row.path));
    const Contents stored = contents_of(place.storage());
    EXPECT_TRUE(std::any_of(stored.begin(), stored.end(), [&](const auto& file) {
        return file.second == original;
    })) << "the original is not in the storage root";
    const Outcome valid = place.run({"ocfl", "validate", place.storage().string()});
    EXPECT_EQ(valid.exit, 0) << said(valid);
    const Outcome verified = place.run({"verify"});
    EXPECT_EQ(verified.exit, 0) << said(verified);
}

TEST(InvalidFiles, have_a_row_each_and_every_row_has_its_file)
{
    STELE_NEED_SHARED("data/invalid");
    std::set<std::string> files, rows;
    for (const auto& entry : fs::recursive_directory_iterator(invalid()))
        if (entry.is_regular_file() && !entry.path().string().ends_with(".report.json"))
            files.insert(entry.path().lexically_relative(invalid()).string());
    const std::set<std::string> verdicts{"refused", "finding", "ingested", "points", "companion"};
    for (const Row& row : table()) {
        EXPECT_TRUE(rows.insert(row.path).second) << row.path << " has two rows";
        EXPECT_TRUE(verdicts.contains(row.verdict)) << row.path << ": " << row.verdict;
        EXPECT_FALSE(row.reason.empty()) << row.path;
        EXPECT_EQ(row.code == "-", row.verdict != "refused" && row.verdict != "finding")
            << row.path;
    }
    EXPECT_EQ(files, rows);
}

TEST(InvalidFiles, that_are_refused_leave_no_trace)
{
    STELE_NEED_SHARED("data/invalid");
    const Workplace place(std::vector<std::string>{"--set", "title.en=Ball"});
    for (const Row& row : table())
        if (row.verdict == "refused") {
            SCOPED_TRACE(row.path + ": " + row.reason);
            expect_refused(place, row);
        }
}

TEST(InvalidFiles, that_are_kept_are_kept_whole_with_what_was_found)
{
    STELE_NEED_SHARED("data/invalid");
    for (const Row& row : table())
        if (row.verdict != "refused" && row.verdict != "companion") {
            SCOPED_TRACE(row.path + ": " + row.reason);
            expect_kept(row);
        }
}

TEST(InvalidFiles, given_as_one_folder_are_only_read)
{
    STELE_NEED_SHARED("data/invalid");
    const auto before = contents_of(invalid());
    const Workplace place;
    const Outcome outcome = place.run({"--json", "ingest", invalid().string()});
    EXPECT_EQ(outcome.exit, 3) << outcome.err; // some are kept, some are refused
    EXPECT_EQ(differences(before, contents_of(invalid())), std::set<std::string>());
    const Outcome valid = place.run({"ocfl", "validate", place.storage().string()});
    EXPECT_EQ(valid.exit, 0) << said(valid);
}

} // namespace
} // namespace stele::cli
