// The child shares our terminal; an interrupt reaches both.
#include "tools/stele/launch.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

extern char** environ;

namespace stele::cli {

Exit launch(Context& context, const std::string& name, const std::vector<std::string>& arguments)
{
    std::vector<std::string> texts{(context.program_directory / name).string()};
    texts.insert(texts.end(), arguments.begin(), arguments.end());
    if (::access(texts[0].c_str(), X_OK) != 0) {
        context.out.fail(Error(Errc::unsupported,
                             texts[0] + " is not there: this build leaves the renderer out"),
            "build with -DSTELE_RENDERER=ON");
        return Exit::not_built;
    }
    std::vector<char*> argv;
    for (std::string& text : texts)
        argv.push_back(text.data());
    argv.push_back(nullptr);
    pid_t pid = 0;
    if (::posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ) != 0)
        return report(context, Error(Errc::io, "could not start " + texts[0]));
    context.out.leave_exit_to_child();
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
    }
    return WIFEXITED(status) ? static_cast<Exit>(WEXITSTATUS(status)) : Exit::failed;
}

} // namespace stele::cli
