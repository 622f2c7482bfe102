// A reading program that hangs, crashes, floods or goes mad costs one file and its error says so.
#include "archive/readers/child_process.h"
#include "tests/archive/readers/read_whole.h"
#include "tests/support/run_program.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

namespace stele::readers {
namespace {

using test::text_of;

const std::string kStandIn = test::built_program("readers_stand_in");

// As open_scan does it for an STL file of that name.
std::string error_of(const std::string& behaviour, const Cancel* cancel = nullptr)
{
    const test::TempDir dir;
    test::write_file(dir / (behaviour + ".stl"), "solid");
    const auto opened =
        open_scan(dir / (behaviour + ".stl"), {{}, cancel, std::filesystem::path(kStandIn)});
    return text_of(opened);
}

Result<std::size_t> first_bytes(const std::string& behaviour, const ChildLimits& limits)
{
    const ChildCommand command{kStandIn, {"stl", behaviour, "."}, nullptr, limits, nullptr};
    STELE_TRY(const auto child, ChildProcess::start(command));
    std::array<std::byte, 16> bytes{};
    STELE_TRY(const std::size_t count, child->read_some(bytes));
    if (count == 0)
        return child->early_end();
    return count;
}

bool has_children()
{
    return ::waitpid(-1, nullptr, WNOHANG) >= 0;
}

TEST(ChildProcess, a_crash_says_what_to_do)
{
    const std::string error = error_of("crash");
    EXPECT_TRUE(error.starts_with("malformed: crash.stl: ")) << error;
    EXPECT_NE(error.find("crashed on it (signal 6)"), error.npos) << error;
    EXPECT_NE(error.find("export it from there as glTF or PLY"), error.npos) << error;
    EXPECT_FALSE(has_children());
}

TEST(ChildProcess, a_silent_end_is_an_error)
{
    EXPECT_NE(error_of("silent").find("gave up with code 0"), std::string::npos);
}

TEST(ChildProcess, garbage_and_floods_and_half_messages_are_refused)
{
    EXPECT_NE(error_of("garbage").find("its first bytes are not its own"), std::string::npos);
    EXPECT_NE(error_of("endless").find("too many findings"), std::string::npos);
    EXPECT_NE(error_of("partial").find("gave up"), std::string::npos);
    EXPECT_FALSE(has_children());
}

TEST(ChildProcess, one_that_hangs_is_killed_when_the_wait_is_used_up)
{
    ChildLimits limits;
    limits.wait = std::chrono::milliseconds(60);
    const auto read = first_bytes("hang", limits);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code(), Errc::limit);
    EXPECT_NE(read.error().text().find("longest that Stele waits"), std::string::npos);
    EXPECT_FALSE(has_children());
}

TEST(ChildProcess, one_that_stops_talking_and_stays_is_killed)
{
    const auto read = first_bytes("closed-and-hang", {});
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().text().find("stopped talking"), std::string::npos);
    EXPECT_FALSE(has_children());
}

TEST(ChildProcess, is_killed_on_cancellation)
{
    Cancel cancel;
    cancel.requested = true;
    EXPECT_TRUE(error_of("hang", &cancel).starts_with("cancelled: "));
    EXPECT_FALSE(has_children());
}

TEST(ChildProcess, is_killed_when_nobody_reads_it_any_more)
{
    {
        const auto child =
            ChildProcess::start({kStandIn, {"stl", "hang", "."}, nullptr, {}, nullptr});
        ASSERT_TRUE(child) << text_of(child);
        EXPECT_TRUE(has_children());
    }
    EXPECT_FALSE(has_children());
}

TEST(ChildProcess, may_compute_only_so_long)
{
    ChildLimits limits;
    limits.cpu_s = 1;
    const auto read = first_bytes("compute", limits);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code(), Errc::limit);
    EXPECT_NE(read.error().text().find("not read after 1 s of computing"), std::string::npos);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(ChildProcess, may_take_only_so_much_memory)
{
    ChildLimits limits;
    limits.memory_bytes = std::uint64_t{256} << 20;
    const auto read = first_bytes("memory", limits);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().text().find("needs more than 256 MiB"), std::string::npos)
        << read.error().text();
}
#endif

TEST(ChildProcess, has_its_pipes_and_the_file_and_writes_nothing)
{
    const std::string error = error_of("rights");
    EXPECT_NE(error.find("descriptors 0 1 2 3, writes nothing"), error.npos) << error;
}

TEST(ChildProcess, a_write_to_one_that_is_gone_is_an_error)
{
    const auto child =
        ChildProcess::start({kStandIn, {"stl", "silent", "."}, nullptr, {}, nullptr});
    ASSERT_TRUE(child) << text_of(child);
    const Bytes much(std::size_t{8} << 20);
    const Status written = (*child)->write(much);
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().text().find("gave up with code 0"), std::string::npos);
}

TEST(ChildProcess, a_program_that_is_not_there_is_named)
{
    const auto program = program_beside_this("stele-read-nothing");
    ASSERT_FALSE(program);
    EXPECT_EQ(program.error().code(), Errc::unsupported);
    EXPECT_NE(program.error().text().find("stele-read-nothing is not there"), std::string::npos);
}

} // namespace
} // namespace stele::readers
