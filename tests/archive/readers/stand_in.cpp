// Stands in for stele-read-mesh where it must misbehave: what it does is the name of the file that
// it is asked to read, without its extension.
#include "archive/readers/mesh_stream_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace stele::readers {
namespace {

bool send(ByteSpan bytes)
{
    return ::write(STDOUT_FILENO, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
}

void write_for_ever(const std::string& text)
{
    while (send(as_bytes(text))) {
    }
}

// The numbers of all open descriptors, and whether a file can be written.
std::string rights()
{
    std::string text = "descriptors";
    for (int fd = 0; fd < 64; ++fd)
        if (::fcntl(fd, F_GETFD) >= 0)
            text += " " + std::to_string(fd);
    std::signal(SIGXFSZ, SIG_IGN);
    const std::string path =
        (std::filesystem::temp_directory_path() / ("stand-in-" + std::to_string(::getpid())))
            .string();
    const int fd = ::open(path.c_str(), O_CREAT | O_WRONLY, 0600);
    text += fd >= 0 && ::write(fd, "x", 1) == 1 ? ", writes" : ", writes nothing";
    ::unlink(path.c_str());
    return text;
}

void misbehave(const std::string& how)
{
    MeshStreamWriter out(&send);
    if (how == "hang") {
        for (;;)
            ::pause();
    } else if (how == "closed-and-hang") {
        ::close(STDOUT_FILENO);
        for (;;)
            ::pause();
    } else if (how == "crash") {
        std::abort();
    } else if (how == "garbage") {
        write_for_ever("garbage ");
    } else if (how == "endless") {
        out.prologue();
        while (out.good())
            out.finding({Severity::info, "stand-in.finding", "", "again", 1});
    } else if (how == "partial") {
        out.prologue();
        send(as_bytes("\x01"));
    } else if (how == "rights") {
        out.prologue();
        out.failure(StreamFailure::unsupported, rights());
    } else if (how == "compute") {
        while (::getpid() > 0) {
        }
    } else if (how == "memory") {
        for (;;)
            if (std::malloc(std::size_t{64} << 20) == nullptr)
                std::abort();
    }
}

} // namespace
} // namespace stele::readers

int main(int argc, char** argv)
{
    char go = 0;
    if (argc == 4 && ::read(STDIN_FILENO, &go, 1) == 1)
        stele::readers::misbehave(std::filesystem::path(argv[2]).stem().string());
    return argc == 4 ? 0 : 2;
}
