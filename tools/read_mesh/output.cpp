// Plain write: nothing is buffered here that a crash could lose.
#include "tools/read_mesh/output.h"

#include <unistd.h>

#include <cerrno>

namespace stele::read_mesh {

bool send_to_parent(ByteSpan bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

} // namespace stele::read_mesh
