// Landlock by its system calls: the C library has no names for them.
#include "tools/read_mesh/sandbox.h"

#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>

namespace stele::read_mesh {

namespace {

// The rights of the first version; those that came later are about files that cannot be opened.
constexpr std::uint64_t kAllRights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
constexpr std::uint64_t kReading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

} // namespace

void enter_sandbox(const File* folder)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    landlock_ruleset_attr rules{};
    rules.handled_access_fs = kAllRights;
    const auto set =
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules), 0));
    if (set < 0)
        return; // a kernel without Landlock
    if (folder != nullptr) {
        landlock_path_beneath_attr beneath{};
        beneath.allowed_access = kReading;
        beneath.parent_fd = folder->descriptor();
        ::syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    }
    ::syscall(SYS_landlock_restrict_self, set, 0);
    ::close(set);
}

} // namespace stele::read_mesh
