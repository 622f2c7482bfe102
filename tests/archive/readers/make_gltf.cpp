// The draft's members; a member that is not there ends the test program.
#include "tests/archive/readers/make_gltf.h"

#include <cstdlib>

namespace stele::test {

Json& member(Json& parent, std::string_view key)
{
    Json* const found = parent.find(key);
    if (found == nullptr)
        std::abort();
    return *found;
}

Json& item(Json& array, std::size_t i)
{
    Json::Array* const elements = array.elements();
    if (elements == nullptr || i >= elements->size())
        std::abort();
    return (*elements)[i];
}

std::size_t GltfDraft::add_view(const std::string& bytes)
{
    while (bin.size() % 4 != 0)
        bin.push_back('\0');
    Json& views = member(doc, "bufferViews");
    views.push(Json::object({{"buffer", 0}, {"byteOffset", std::uint64_t{bin.size()}},
        {"byteLength", std::uint64_t{bytes.size()}}}));
    bin += bytes;
    return readers::count_of(doc, "bufferViews") - 1;
}

std::size_t GltfDraft::add_accessor(
    int component_type, const char* type, std::uint64_t count, const std::string& bytes)
{
    const std::size_t view = add_view(bytes);
    member(doc, "accessors")
        .push(Json::object({{"bufferView", std::uint64_t{view}}, {"componentType", component_type},
            {"count", count}, {"type", type}}));
    return readers::count_of(doc, "accessors") - 1;
}

std::string base64(std::string_view bytes)
{
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits =
                bits << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            text.push_back(i + k > bytes.size() ? '=' : kDigits[bits >> (18 - 6 * k) & 63]);
    }
    return text;
}

std::string GltfDraft::text() const
{
    Json finished = doc;
    Json buffer = Json::object({{"byteLength", std::uint64_t{bin.size()}},
        {"uri", "data:application/gltf-buffer;base64," + base64(bin)}});
    Json* const buffers = finished.find("buffers");
    Json::Array* const elements = buffers != nullptr ? buffers->elements() : nullptr;
    if (elements != nullptr && !elements->empty())
        elements->front() = buffer;
    else
        finished.set("buffers", Json::Array{buffer});
    return print_json(finished);
}

std::string GltfDraft::bytes() const
{
    Json finished = doc;
    if (finished.find("buffers") == nullptr)
        finished.set(
            "buffers", Json::Array{Json::object({{"byteLength", std::uint64_t{bin.size()}}})});
    return glb(print_json(finished), bin);
}

Result<WholeScan> GltfDraft::read() const
{
    const std::string file = bytes();
    return read_whole(
        readers::open_gltf(readers::Input::memory(as_bytes(file)), readers::Companions::none()));
}

} // namespace stele::test
