// What several commands share: finding the archive, reporting an error.
#include "tools/stele/command.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace stele::cli {

namespace {

std::string_view hint_for(Errc code)
{
    switch (code) {
    case Errc::not_an_archive:
        return "make one with: stele init DIR";
    case Errc::newer_format:
        return "use a newer Stele; nothing was changed";
    case Errc::no_space:
        return "free some space and run the same command again; nothing was lost";
    case Errc::no_device:
        return "a software driver is enough: apt install mesa-vulkan-drivers";
    case Errc::corrupt:
        return "stele verify names what is damaged; stele catalogue rebuild renews the catalogue";
    default:
        return {};
    }
}

} // namespace

Result<std::filesystem::path> find_archive(const Globals& globals)
{
    if (!globals.archive.empty())
        return std::filesystem::path(globals.archive);
    if (const char* const named = std::getenv("STELE_ARCHIVE"); named != nullptr && *named != '\0')
        return std::filesystem::path(named);
    std::error_code error;
    for (auto folder = std::filesystem::current_path(error); !error;
         folder = folder.parent_path()) {
        if (std::filesystem::exists(folder / "stele.toml", error))
            return folder;
        if (folder == folder.root_path())
            break;
    }
    return Error(Errc::not_an_archive, "no archive here: no --archive, no $STELE_ARCHIVE, and no "
                                       "stele.toml in this folder or above it");
}

Agent default_agent()
{
    const auto variable = [](const char* name) -> std::string {
        const char* const value = std::getenv(name);
        return value != nullptr ? value : "";
    };
    Agent agent{variable("STELE_USER"), variable("STELE_USER_ADDRESS")};
    const struct passwd* const entry = ::getpwuid(::getuid());
    const std::string login = entry != nullptr ? entry->pw_name : "unknown";
    if (agent.name.empty())
        agent.name = login;
    if (agent.address.empty()) {
        std::array<char, 256> host{};
        ::gethostname(host.data(), host.size() - 1);
        agent.address = "mailto:" + login + "@" + (host[0] != '\0' ? host.data() : "localhost");
    }
    return agent;
}

Exit report(Context& context, const Error& error)
{
    context.out.fail(error, hint_for(error.code()));
    return exit_of(error.code());
}

Exit report_lookup(Context& context, const Error& error)
{
    const Exit exit = report(context, error);
    return error.code() == Errc::not_found ? Exit::no_match : exit;
}

} // namespace stele::cli
