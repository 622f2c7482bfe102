// Small glTF assets for tests: a document that tests edit, and the GLB around it.
#pragma once

#include "archive/base/json.h"
#include "archive/readers/gltf_file.h"
#include "tests/archive/readers/read_whole.h"

#include <string>
#include <vector>

namespace stele::test {

inline std::string glb(const std::string& json, const std::string& bin)
{
    std::string text = json;
    while (text.size() % 4 != 0)
        text.push_back(' ');
    std::string data = bin;
    while (data.size() % 4 != 0)
        data.push_back('\0');
    std::string bytes = "glTF";
    append(bytes, std::uint32_t{2});
    append(bytes, static_cast<std::uint32_t>(12 + 8 + text.size() + 8 + data.size()));
    append(bytes, static_cast<std::uint32_t>(text.size()));
    bytes += "JSON" + text;
    append(bytes, static_cast<std::uint32_t>(data.size()));
    bytes += std::string("BIN\0", 4) + data;
    return bytes;
}

Json& member(Json& parent, std::string_view key);
Json& item(Json& array, std::size_t i);

// A document under construction. Accessors are appended with a view of their own.
struct GltfDraft {
    Json doc = *parse_json(R"({"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],
        "nodes":[{"mesh":0}],"meshes":[{"primitives":[{"attributes":{}}]}],
        "accessors":[],"bufferViews":[]})");
    std::string bin;

    Json& array(const char* name) { return member(doc, name); }
    Json& element(const char* name, std::size_t i) { return item(array(name), i); }
    Json& primitive() { return item(member(element("meshes", 0), "primitives"), 0); }
    Json& attributes() { return member(primitive(), "attributes"); }

    std::size_t add_view(const std::string& bytes);
    std::size_t add_accessor(
        int component_type, const char* type, std::uint64_t count, const std::string& bytes);
    template <class T>
    std::size_t add(
        int component_type, const char* type, std::uint64_t count, const std::vector<T>& values)
    {
        std::string bytes;
        for (const T value : values)
            append(bytes, value);
        return add_accessor(component_type, type, count, bytes);
    }
    std::string bytes() const;
    // The same as JSON alone, its buffer as a data URI.
    std::string text() const;
    Result<WholeScan> read() const;
};

// A unit square in the plane z = 0, facing +z, as two indexed triangles. Accessor 0 POSITION, 1
// indices.
inline GltfDraft square()
{
    GltfDraft draft;
    draft.attributes().set("POSITION",
        std::uint64_t{draft.add<float>(5126, "VEC3", 4, {0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0})});
    draft.primitive().set(
        "indices", std::uint64_t{draft.add<std::uint16_t>(5123, "SCALAR", 6, {0, 1, 2, 0, 2, 3})});
    return draft;
}

std::string base64(std::string_view bytes);

inline Json numbers(const std::vector<double>& values)
{
    Json array = Json::array();
    for (const double value : values)
        array.push(value);
    return array;
}

} // namespace stele::test
