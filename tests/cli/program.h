// The built stele program, run in an archive of its own.
#pragma once

#include "archive/base/json.h"
#include "tests/support/run_program.h"
#include "tests/support/temp_dir.h"
#include "tests/support/write_ply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace stele::cli {

using test::Outcome;

Outcome stele(const std::vector<std::string>& arguments,
    const std::map<std::string, std::string>& variables = {});

// stdout and stderr as a message.
std::string said(const Outcome& outcome);

// One document and nothing else; null, and a failed test, for anything else.
Json document_of(const Outcome& outcome);
// The elements; none, and a failed test, when it is no array.
Json::Array elements_of(const Json& json);
// Every line an event of stele:cli/event/1, the last one "exit" with the program's exit code.
std::vector<Json> events_of(const Outcome& outcome);
// The first of this type, or null.
Json event_of(const std::vector<Json>& events, const std::string& type);

// A temporary folder with an archive in it; "ball", 128 triangles, is ready to be ingested.
class Workplace {
public:
    Workplace();
    // The ball is ingested already, with these options.
    explicit Workplace(const std::vector<std::string>& ingest_options);
    std::filesystem::path folder() const { return dir_ / "heritage"; }
    std::filesystem::path storage() const { return folder() / "ocfl"; }
    std::filesystem::path operator/(const std::filesystem::path& relative) const
    {
        return dir_ / relative;
    }
    std::string ball() const { return (dir_ / "ball.ply").string(); }
    // stele -A <archive> <arguments>
    Outcome run(std::vector<std::string> arguments,
        const std::map<std::string, std::string>& variables = {}) const;
    // The first file beneath the storage root with this name.
    std::filesystem::path stored(const std::string& name) const;

private:
    test::TempDir dir_;
};

// A program that goes on while the test does other things; killed if it is still there at the end.
class Started {
public:
    Started(const std::vector<std::string>& argv, const std::filesystem::path& out,
        const std::filesystem::path& err);
    ~Started();
    Started(const Started&) = delete;
    Started& operator=(const Started&) = delete;

    bool running();
    void signal(int number) const;
    int wait(); // exit code; 128 + signal when killed

private:
    pid_t pid_ = 0;
    int exit_ = -1;
};

} // namespace stele::cli
