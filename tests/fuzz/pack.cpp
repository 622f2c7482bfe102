// The directory of a pack, a zip file.
#include "archive/page/pack.h"

#include "tests/fuzz/target.h"

#include <sys/mman.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    static const int memory = ::memfd_create("pack", MFD_CLOEXEC);
    static const auto file = File::open("/proc/self/fd/" + std::to_string(memory));
    fuzz::require(file.ok() && ::ftruncate(memory, static_cast<off_t>(size)) == 0 &&
                  ::pwrite(memory, data, size, 0) == static_cast<ssize_t>(size));
    const auto entries = page::read_pack_directory(*file);
    fuzz::require_clean(entries);
    if (!entries)
        return 0;
    for (const page::PackEntry& entry : *entries)
        fuzz::require(entry.offset <= size && entry.bytes <= size - entry.offset);
    return 0;
}
