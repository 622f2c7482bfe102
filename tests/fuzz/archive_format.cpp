// stele.toml, as far as Stele reads it.
#include "archive/ocfl/archive_dir.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    stele::ocfl::archive_format(stele::fuzz::text(data, size));
    return 0;
}
