// The JSON is read here rather than by tinygltf: every reference is checked where it is read, and
// one broken element costs that element, not the file. (tinygltf 2.7 checks none of them, cuts
// integers in extensions to 32 bits, and refuses the whole file for one index out of range. On
// sound files the two must agree: tests/archive/readers/tinygltf_test.cpp.)
#include "archive/readers/gltf_model.h"

#include "archive/readers/gltf_draco.h"
#include "archive/readers/gltf_transform.h"

namespace stele::readers {

namespace {

// Of an accessor that is given as something that is no index: none has this number.
constexpr std::uint64_t kNowhere = std::uint64_t{1} << 60;

std::string numbered(std::string_view what, std::size_t index)
{
    return std::string(what) + " " + std::to_string(index);
}

std::optional<Component> component_of(const Json& type)
{
    switch (whole_number(type).value_or(0)) {
    case 5120:
        return Component::i8;
    case 5121:
        return Component::u8;
    case 5122:
        return Component::i16;
    case 5123:
        return Component::u16;
    case 5125:
        return Component::u32;
    case 5126:
        return Component::f32;
    default:
        return std::nullopt;
    }
}

// 0 for MAT2 and MAT3, which nothing that is read has.
std::size_t components_of(std::string_view type)
{
    return type == "SCALAR" ? 1
           : type == "VEC2" ? 2
           : type == "VEC3" ? 3
           : type == "VEC4" ? 4
           : type == "MAT4" ? 16
                            : 0;
}

// An accessor's number as the file gives it; nothing when it gives none.
std::optional<std::uint64_t> accessor_named(const Json& value)
{
    return value.is_null() ? std::nullopt : std::optional(whole_number(value).value_or(kNowhere));
}

GltfAccessor accessor_from(const Json& from)
{
    GltfAccessor accessor;
    if (!from["bufferView"].is_null())
        accessor.view = whole_number(from["bufferView"]).value_or(kNowhere);
    if (!from["byteOffset"].is_null())
        accessor.offset_bytes = whole_number(from["byteOffset"]).value_or(kNowhere);
    const auto count = whole_number(from["count"]);
    accessor.count = count.value_or(0);
    accessor.component = count ? component_of(from["componentType"]) : std::nullopt;
    accessor.components = components_of(from["type"].string_or(""));
    accessor.normalized = from["normalized"].bool_or(false);
    accessor.is_sparse = from["sparse"].is_object();
    return accessor;
}

bool holds_other_than_zero(const Json& weights)
{
    if (const Json::Array* const elements = weights.elements())
        for (const Json& weight : *elements)
            if (weight.number_or(0) != 0)
                return true;
    return false;
}

class ModelReader {
public:
    ModelReader(const Json& doc, FindingTally& tally) : doc_(doc), tally_(tally) {}

    GltfModel read();

private:
    std::optional<std::size_t> reference(
        const Json& value, std::string_view array, const std::string& where);
    std::vector<std::size_t> references(
        const Json& list, std::string_view array, const std::string& where);
    GltfPrimitive primitive(const Json& from, const std::string& where);
    GltfMesh mesh(std::size_t index);
    GltfNode node(std::size_t index);
    void read_scenes(GltfModel& model);
    void say_broken(const std::string& where, const std::string& text);

    const Json& doc_;
    FindingTally& tally_;
};

void ModelReader::say_broken(const std::string& where, const std::string& text)
{
    tally_.add(Severity::warning, "gltf.reference-broken", where, where + " " + text);
}

// An element of one of the asset's arrays. Nothing when none is given, and, with a finding, when it
// does not exist.
std::optional<std::size_t> ModelReader::reference(
    const Json& value, std::string_view array, const std::string& where)
{
    if (value.is_null())
        return std::nullopt;
    const auto index = whole_number(value);
    if (index && *index < count_of(doc_, array))
        return static_cast<std::size_t>(*index);
    say_broken(where,
        "names one of the " + std::string(array) + " that does not exist; it is read without");
    return std::nullopt;
}

std::vector<std::size_t> ModelReader::references(
    const Json& list, std::string_view array, const std::string& where)
{
    std::vector<std::size_t> found;
    if (const Json::Array* const elements = list.elements()) {
        for (const Json& element : *elements)
            if (const auto index = reference(element, array, where))
                found.push_back(*index);
    } else if (!list.is_null()) {
        say_broken(where, "has something else where a list of " + std::string(array) + " belongs");
    }
    return found;
}

GltfPrimitive ModelReader::primitive(const Json& from, const std::string& where)
{
    GltfPrimitive result;
    if (!from["mode"].is_null()) {
        const auto mode = whole_number(from["mode"]);
        result.mode = mode && *mode <= 6 ? static_cast<int>(*mode) : -1;
    }
    result.indices = accessor_named(from["indices"]);
    if (const Json::Object* const attributes = from["attributes"].members())
        for (const auto& [name, accessor] : *attributes)
            result.attributes.emplace(name, accessor_named(accessor).value_or(kNowhere));
    result.material = reference(from["material"], "materials", where);
    result.draco = draco_of(from);
    const Json::Array* const targets = from["targets"].elements();
    result.has_targets = targets != nullptr && !targets->empty();
    return result;
}

GltfMesh ModelReader::mesh(std::size_t index)
{
    const Json& from = element_of(doc_, "meshes", index);
    const std::string where = numbered("mesh", index);
    GltfMesh result;
    result.has_weights = holds_other_than_zero(from["weights"]);
    const Json::Array* const primitives = from["primitives"].elements();
    if (primitives == nullptr)
        say_broken(where, "has no list of primitives");
    for (std::size_t i = 0; primitives != nullptr && i < primitives->size(); ++i)
        result.primitives.push_back(primitive((*primitives)[i], where));
    return result;
}

GltfNode ModelReader::node(std::size_t index)
{
    const Json& from = element_of(doc_, "nodes", index);
    const std::string where = numbered("node", index);
    GltfNode result;
    auto local = local_transform(from);
    if (local)
        result.local = *local;
    else
        result.fault = local.error().text();
    result.children = references(from["children"], "nodes", where);
    result.mesh = reference(from["mesh"], "meshes", where);
    result.skin = reference(from["skin"], "skins", where);
    result.has_weights = holds_other_than_zero(from["weights"]);
    const Json& extensions = from["extensions"];
    result.is_hidden = !extensions["KHR_node_visibility"]["visible"].bool_or(true);
    if (const Json::Object* const attributes =
            extensions["EXT_mesh_gpu_instancing"]["attributes"].members())
        for (const auto& [name, accessor] : *attributes)
            result.instancing.emplace(name, accessor_named(accessor).value_or(kNowhere));
    return result;
}

// Section 3.5.1: the asset says which scene is shown; where it does not, the first is.
void ModelReader::read_scenes(GltfModel& model)
{
    std::vector<bool> is_child(model.nodes.size());
    for (const GltfNode& node : model.nodes)
        for (const std::size_t child : node.children)
            is_child[child] = true;
    for (std::size_t i = 0; i < is_child.size(); ++i)
        if (!is_child[i])
            model.all_roots.push_back(i);
    const std::size_t scenes = count_of(doc_, "scenes");
    if (scenes == 0)
        return;
    model.scene = reference(doc_["scene"], "scenes", "the asset").value_or(0);
    model.scene_roots = references(element_of(doc_, "scenes", *model.scene)["nodes"], "nodes",
        numbered("scene", *model.scene));
}

GltfModel ModelReader::read()
{
    GltfModel model;
    for (std::size_t i = 0; i < count_of(doc_, "accessors"); ++i)
        model.accessors.push_back(accessor_from(element_of(doc_, "accessors", i)));
    for (std::size_t i = 0; i < count_of(doc_, "materials"); ++i)
        model.materials.push_back(read_gltf_material(doc_, i));
    for (std::size_t i = 0; i < count_of(doc_, "meshes"); ++i)
        model.meshes.push_back(mesh(i));
    for (std::size_t i = 0; i < count_of(doc_, "nodes"); ++i)
        model.nodes.push_back(node(i));
    for (std::size_t i = 0; i < count_of(doc_, "skins"); ++i) {
        const Json& from = element_of(doc_, "skins", i);
        model.skins.push_back({references(from["joints"], "nodes", numbered("skin", i)),
            accessor_named(from["inverseBindMatrices"])});
    }
    read_scenes(model);
    return model;
}

} // namespace

Result<GltfModel> read_gltf_model(const Json& doc, FindingTally& tally)
{
    return ModelReader(doc, tally).read();
}

} // namespace stele::readers
