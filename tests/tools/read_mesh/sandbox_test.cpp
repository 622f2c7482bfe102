// What a process may still open once it is in the sandbox; each in a process of its own.
#include "tests/archive/readers/read_whole.h"
#include "tools/read_mesh/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stele::read_mesh {
namespace {

bool has_landlock()
{
    return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

// Bit i: paths[i] could be opened with flags.
int opened_in_sandbox(
    const File* folder, const std::vector<std::filesystem::path>& paths, int flags = O_RDONLY)
{
    const pid_t pid = ::fork();
    if (pid == 0) {
        enter_sandbox(folder);
        int opened = 0;
        for (std::size_t i = 0; i < paths.size(); ++i)
            if (::open(paths[i].c_str(), flags, 0600) >= 0)
                opened |= 1 << i;
        ::_exit(opened);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Sandbox, opens_for_reading_beneath_the_folder_only)
{
    if (!has_landlock())
        GTEST_SKIP() << "this kernel has no Landlock";
    const test::TempDir dir;
    test::write_file(dir / "folder/in.txt", "in");
    test::write_file(dir / "out.txt", "out");
    const auto folder = File::open_directory(dir / "folder");
    ASSERT_TRUE(folder);
    const std::vector<std::filesystem::path> paths{
        dir / "folder/in.txt", dir / "out.txt", dir / "folder/../out.txt", "/proc/self/environ"};
    EXPECT_EQ(opened_in_sandbox(&*folder, paths), 1);
    EXPECT_EQ(opened_in_sandbox(&*folder, paths, O_WRONLY), 0);
    EXPECT_EQ(opened_in_sandbox(&*folder, {dir / "folder/new.txt"}, O_WRONLY | O_CREAT), 0);
    EXPECT_EQ(opened_in_sandbox(nullptr, paths), 0);
    EXPECT_FALSE(std::filesystem::exists(dir / "folder/new.txt"));
}

} // namespace
} // namespace stele::read_mesh
