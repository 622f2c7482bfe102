// tinygltf sees a copy of the JSON that holds no file name and no data: buffers are one-byte
// placeholders (it refuses buffers without uri, as EXT_meshopt_compression has), images and
// extensions are taken out, and indices that it would cut to 32 bits are gone. So it can neither
// read a file nor decode an image.
#include "archive/readers/gltf_model.h"

#include <tiny_gltf.h>

#include <algorithm>
#include <cmath>

namespace stele::readers {

namespace {

constexpr std::array<std::string_view, 9> kKept{"asset", "scene", "scenes", "nodes", "meshes",
    "accessors", "bufferViews", "buffers", "materials"};

Error bad(const std::string& what)
{
    return {Errc::malformed, "glTF: " + what};
}

// Members whose value is an index or an enumeration; attribute names are in capitals.
bool is_index_key(std::string_view key)
{
    constexpr std::array<std::string_view, 15> kKeys{"bufferView", "buffer", "indices", "material",
        "mode", "mesh", "scene", "skin", "camera", "children", "nodes", "index", "texCoord",
        "componentType", "byteStride"};
    return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end() ||
           (!key.empty() && (key.front() == '_' || (key.front() >= 'A' && key.front() <= 'Z')));
}

// Integers written as 3.0 become 3, which tinygltf would pass over; indices beyond 32 bits become
// -2, which no check lets through.
void clean(Json& value, std::string_view key)
{
    if (Json::Object* const members = value.members()) {
        std::erase_if(*members, [](const Json::Member& member) {
            return member.first == "extras" || member.first == "extensions" ||
                   member.first == "min" || member.first == "max" || member.first == "sparse";
        });
        for (Json::Member& member : *members)
            clean(member.second, member.first);
    } else if (Json::Array* const elements = value.elements()) {
        for (Json& element : *elements)
            clean(element, key);
    } else if (const auto whole = whole_number(value)) {
        value = *whole > 0x7fffffff && is_index_key(key) ? Json(-2) : Json(*whole);
    } else if (value.is_number() && is_index_key(key)) {
        value = Json(-2); // tinygltf would take -1 for absent, and pass over 1.5
    }
}

std::string text_for_tinygltf(const Json& doc)
{
    Json reduced = Json::object();
    for (const std::string_view kept : kKept)
        if (const Json* const value = doc.find(kept))
            reduced.set(kept, *value);
    clean(reduced, "");
    if (const std::size_t buffers = count_of(doc, "buffers"); buffers > 0)
        reduced.set("buffers",
            Json::Array(buffers, Json::object({{"byteLength", 1},
                                     {"uri", "data:application/octet-stream;base64,AA=="}})));
    return print_json(reduced);
}

bool refuse_exists(const std::string&, void*)
{
    return false;
}
std::string refuse_expand(const std::string&, void*)
{
    return {};
}
bool refuse_read(std::vector<unsigned char>*, std::string*, const std::string&, void*)
{
    return false;
}
bool refuse_write(std::string*, const std::string&, const std::vector<unsigned char>&, void*)
{
    return false;
}

Result<tinygltf::Model> parse_with_tinygltf(const Json& doc)
{
    const std::string text = text_for_tinygltf(doc);
    if (text.size() > 0x7fffffff)
        return Error(Errc::limit, "glTF: more than 2 GiB of JSON");
    tinygltf::Model model;
    std::string errors, warnings;
    bool loaded = false;
    try {
        tinygltf::TinyGLTF parser;
        parser.SetFsCallbacks(
            {&refuse_exists, &refuse_expand, &refuse_read, &refuse_write, nullptr});
        loaded = parser.LoadASCIIFromString(
            &model, &errors, &warnings, text.data(), static_cast<unsigned>(text.size()), "");
    } catch (const std::exception& exception) {
        return bad(exception.what());
    }
    if (!loaded) {
        std::replace(errors.begin(), errors.end(), '\n', ' ');
        return bad(errors.empty() ? "cannot be parsed" : errors.substr(0, 300));
    }
    return model;
}

std::optional<Component> component_of(int type)
{
    switch (type) {
    case TINYGLTF_COMPONENT_TYPE_BYTE:
        return Component::i8;
    case TINYGLTF_COMPONENT_TYPE_UNSIGNED_BYTE:
        return Component::u8;
    case TINYGLTF_COMPONENT_TYPE_SHORT:
        return Component::i16;
    case TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT:
        return Component::u16;
    case TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT:
        return Component::u32;
    case TINYGLTF_COMPONENT_TYPE_FLOAT:
        return Component::f32;
    default:
        return std::nullopt;
    }
}

GltfAccessor accessor_from(const tinygltf::Accessor& from, const Json& json)
{
    GltfAccessor accessor;
    // From our own JSON, where what is no whole number does not count as absent.
    constexpr std::uint64_t kNowhere = std::uint64_t{1} << 60;
    if (!json["bufferView"].is_null())
        accessor.view = whole_number(json["bufferView"]).value_or(kNowhere);
    if (!json["byteOffset"].is_null())
        accessor.offset_bytes = whole_number(json["byteOffset"]).value_or(kNowhere);
    accessor.count = from.count;
    accessor.component = component_of(from.componentType);
    accessor.components = from.type == TINYGLTF_TYPE_SCALAR ? 1
                          : from.type == TINYGLTF_TYPE_VEC2 ? 2
                          : from.type == TINYGLTF_TYPE_VEC3 ? 3
                          : from.type == TINYGLTF_TYPE_VEC4 ? 4
                                                            : 0;
    accessor.normalized = from.normalized;
    accessor.is_sparse = json["sparse"].is_object();
    return accessor;
}

Result<std::optional<std::size_t>> checked(int index, std::size_t size, std::string_view what)
{
    if (index == -1)
        return std::optional<std::size_t>();
    if (index < 0 || static_cast<std::size_t>(index) >= size)
        return bad(std::string(what) + " " + std::to_string(index) + " does not exist");
    return std::optional<std::size_t>(static_cast<std::size_t>(index));
}

Result<GltfMesh> mesh_from(const tinygltf::Mesh& from, const tinygltf::Model& model)
{
    GltfMesh mesh;
    for (const tinygltf::Primitive& source : from.primitives) {
        GltfPrimitive primitive;
        primitive.mode = source.mode;
        mesh.has_targets = mesh.has_targets || !source.targets.empty();
        STELE_TRY(primitive.indices, checked(source.indices, model.accessors.size(), "accessor"));
        STELE_TRY(primitive.material, checked(source.material, model.materials.size(), "material"));
        for (const auto& [name, index] : source.attributes) {
            STELE_TRY(const auto accessor, checked(index, model.accessors.size(), "accessor"));
            if (accessor)
                primitive.attributes.emplace(name, *accessor);
        }
        mesh.primitives.push_back(std::move(primitive));
    }
    return mesh;
}

Mat4 from_trs(
    const std::vector<double>& t, const std::vector<double>& q, const std::vector<double>& s)
{
    const double length = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    const double k = length > 0 ? 1 / length : 0;
    const double x = q[0] * k, y = q[1] * k, z = q[2] * k, w = length > 0 ? q[3] * k : 1;
    Mat4 r;
    r.m = {(1 - 2 * (y * y + z * z)) * s[0], 2 * (x * y + z * w) * s[0], 2 * (x * z - y * w) * s[0],
        0, 2 * (x * y - z * w) * s[1], (1 - 2 * (x * x + z * z)) * s[1], 2 * (y * z + x * w) * s[1],
        0, 2 * (x * z + y * w) * s[2], 2 * (y * z - x * w) * s[2], (1 - 2 * (x * x + y * y)) * s[2],
        0, t[0], t[1], t[2], 1};
    return r;
}

Result<Mat4> local_transform(const tinygltf::Node& node)
{
    Mat4 local;
    if (!node.matrix.empty()) {
        if (node.matrix.size() != 16)
            return bad("a node's matrix with " + std::to_string(node.matrix.size()) + " numbers");
        std::copy(node.matrix.begin(), node.matrix.end(), local.m.begin());
    } else {
        const auto given = [](const std::vector<double>& v, std::vector<double> fallback) {
            return v.empty() ? fallback : v;
        };
        const auto t = given(node.translation, {0, 0, 0});
        const auto q = given(node.rotation, {0, 0, 0, 1});
        const auto s = given(node.scale, {1, 1, 1});
        if (t.size() != 3 || q.size() != 4 || s.size() != 3)
            return bad("a node's translation, rotation or scale has the wrong length");
        local = from_trs(t, q, s);
    }
    for (const double value : local.m)
        if (!std::isfinite(value))
            return bad("a node's transform is not finite");
    return local;
}

Result<GltfNode> node_from(const tinygltf::Node& from, const tinygltf::Model& model)
{
    GltfNode node;
    STELE_TRY(node.local, local_transform(from));
    STELE_TRY(node.mesh, checked(from.mesh, model.meshes.size(), "mesh"));
    node.has_skin = from.skin >= 0;
    for (const int child : from.children) {
        STELE_TRY(const auto index, checked(child, model.nodes.size(), "node"));
        if (index)
            node.children.push_back(*index);
    }
    return node;
}

Wrap wrap_of(const Json& mode)
{
    switch (whole_number(mode).value_or(TINYGLTF_TEXTURE_WRAP_REPEAT)) {
    case TINYGLTF_TEXTURE_WRAP_CLAMP_TO_EDGE:
        return Wrap::clamp;
    case TINYGLTF_TEXTURE_WRAP_MIRRORED_REPEAT:
        return Wrap::mirror;
    default:
        return Wrap::repeat;
    }
}

void read_pair(const Json& from, std::array<double, 2>& pair)
{
    if (const Json::Array* const elements = from.elements(); elements && elements->size() == 2)
        pair = {(*elements)[0].number_or(pair[0]), (*elements)[1].number_or(pair[1])};
}

// Texture, sampler and KHR_texture_transform of the base colour.
void read_base_texture(const Json& doc, const Json& info, GltfMaterial& material)
{
    const auto texture_index = whole_number(info["index"]);
    if (!texture_index)
        return;
    const Json& texture = element_of(doc, "textures", *texture_index);
    material.image = whole_number(texture["source"]);
    material.has_unreadable_texture = !material.image;
    material.texcoord = whole_number(info["texCoord"]).value_or(0);
    if (const auto sampler = whole_number(texture["sampler"])) {
        material.wrap_u = wrap_of(element_of(doc, "samplers", *sampler)["wrapS"]);
        material.wrap_v = wrap_of(element_of(doc, "samplers", *sampler)["wrapT"]);
    }
    const Json& transform = info["extensions"]["KHR_texture_transform"];
    read_pair(transform["offset"], material.uv_offset);
    read_pair(transform["scale"], material.uv_scale);
    material.uv_rotation = transform["rotation"].number_or(0);
    material.texcoord = whole_number(transform["texCoord"]).value_or(material.texcoord);
}

GltfMaterial material_from(const tinygltf::Material& from, const Json& doc, std::size_t index)
{
    GltfMaterial material;
    std::copy_n(from.pbrMetallicRoughness.baseColorFactor.begin(),
        std::min<std::size_t>(4, from.pbrMetallicRoughness.baseColorFactor.size()),
        material.factor.begin());
    material.is_opaque = from.alphaMode != "BLEND" && from.alphaMode != "MASK";
    const Json& pbr = element_of(doc, "materials", index)["pbrMetallicRoughness"];
    read_base_texture(doc, pbr["baseColorTexture"], material);
    return material;
}

Result<std::vector<std::size_t>> scene_roots(const tinygltf::Model& model)
{
    std::vector<std::size_t> roots;
    if (!model.scenes.empty()) {
        const int scene = model.defaultScene == -1 ? 0 : model.defaultScene;
        STELE_TRY(const auto index, checked(scene, model.scenes.size(), "scene"));
        for (const int node : model.scenes[*index].nodes) {
            STELE_TRY(const auto root, checked(node, model.nodes.size(), "node"));
            if (root)
                roots.push_back(*root);
        }
        return roots;
    }
    std::vector<bool> is_child(model.nodes.size());
    for (const tinygltf::Node& node : model.nodes)
        for (const int child : node.children)
            if (child >= 0 && static_cast<std::size_t>(child) < is_child.size())
                is_child[static_cast<std::size_t>(child)] = true;
    for (std::size_t i = 0; i < is_child.size(); ++i)
        if (!is_child[i])
            roots.push_back(i);
    return roots;
}

// A primitive whose data is only in an extension; tinygltf would refuse it without saying why.
Status check_draco(const Json& doc)
{
    constexpr const char* kDraco = "KHR_draco_mesh_compression";
    for (std::size_t m = 0; m < count_of(doc, "meshes"); ++m) {
        const Json& mesh = element_of(doc, "meshes", m);
        for (std::size_t p = 0; p < count_of(mesh, "primitives"); ++p) {
            const Json& primitive = element_of(mesh, "primitives", p);
            const auto positions = whole_number(primitive["attributes"]["POSITION"]);
            if (primitive["extensions"][kDraco].is_object() && positions &&
                element_of(doc, "accessors", *positions)["bufferView"].is_null())
                return Error(Errc::unsupported,
                    std::string("glTF: the extension ") + kDraco + " cannot be read");
        }
    }
    return {};
}

} // namespace

Result<GltfModel> read_gltf_model(const Json& doc)
{
    STELE_CHECK(check_draco(doc));
    STELE_TRY(const tinygltf::Model parsed, parse_with_tinygltf(doc));
    GltfModel model;
    for (std::size_t i = 0; i < parsed.accessors.size(); ++i)
        model.accessors.push_back(
            accessor_from(parsed.accessors[i], element_of(doc, "accessors", i)));
    for (const tinygltf::Mesh& mesh : parsed.meshes) {
        STELE_TRY(GltfMesh checked_mesh, mesh_from(mesh, parsed));
        model.meshes.push_back(std::move(checked_mesh));
    }
    for (const tinygltf::Node& node : parsed.nodes) {
        STELE_TRY(GltfNode checked_node, node_from(node, parsed));
        model.nodes.push_back(std::move(checked_node));
    }
    for (std::size_t i = 0; i < parsed.materials.size(); ++i)
        model.materials.push_back(material_from(parsed.materials[i], doc, i));
    STELE_TRY(model.roots, scene_roots(parsed));
    model.has_nodes = !model.nodes.empty();
    for (std::size_t i = 0; i < model.meshes.size() && !model.has_nodes; ++i) {
        model.roots.push_back(i);
        GltfNode node;
        node.mesh = i;
        model.nodes.push_back(std::move(node));
    }
    return model;
}

} // namespace stele::readers
