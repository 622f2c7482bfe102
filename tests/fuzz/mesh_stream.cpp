// What comes through the pipe from stele-read-mesh: a scan, requests for Draco, answers to them.
#include "archive/readers/mesh_stream_reader.h"
#include "archive/readers/readers_internal.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const ByteSpan bytes = fuzz::bytes(data, size);
    fuzz::require_clean(readers::drain_mesh_stream(bytes));
    readers::MemorySource requests(bytes), answers(bytes);
    readers::MeshStreamReader asked(requests), answered(answers);
    if (asked.read_prologue()) {
        readers::StreamDraco request;
        Bytes compressed;
        for (auto more = asked.next_draco(request, compressed); more && *more;)
            more = asked.next_draco(request, compressed);
    }
    if (answered.read_prologue())
        fuzz::require_clean(answered.read_decoded(12));
    return 0;
}
