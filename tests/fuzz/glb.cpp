// Binary glTF whose container is right: JSON up to the first NUL, then the BIN chunk.
#include "archive/readers/readers_internal.h"
#include "tests/fuzz/target.h"

namespace {

void chunk(stele::ByteWriter& out, std::uint32_t type, std::string_view content, char fill)
{
    out.write(static_cast<std::uint32_t>((content.size() + 3) / 4 * 4));
    out.write(type);
    out.write_text(content);
    out.pad_to(4, static_cast<std::byte>(fill));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const std::string_view text = fuzz::text(data, size);
    const std::size_t nul = std::min(text.find('\0'), text.size());
    ByteWriter out;
    out.write_text("glTF");
    out.write(std::uint32_t{2});
    out.write(std::uint32_t{0});
    chunk(out, 0x4e4f534a, text.substr(0, nul), ' ');
    chunk(out, 0x004e4942, text.substr(std::min(nul + 1, text.size())), '\0');
    out.overwrite(8, static_cast<std::uint32_t>(out.size()));
    fuzz::require_clean(readers::drain_gltf(out.bytes()));
    return 0;
}
