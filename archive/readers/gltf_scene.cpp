// Depth first without recursion, so that a deep hierarchy costs no stack.
#include "archive/readers/gltf_scene.h"

#include "archive/readers/face_sink.h"

#include <cmath>

namespace stele::readers {

namespace {

struct Visit {
    std::size_t node;
    Mat4 world_from_parent;
};

double determinant(const Mat4& a)
{
    const auto& m = a.m;
    return m[0] * (m[5] * m[10] - m[9] * m[6]) - m[4] * (m[1] * m[10] - m[9] * m[2]) +
           m[8] * (m[1] * m[6] - m[5] * m[2]);
}

class Flattener {
public:
    Flattener(
        const GltfFile& file, const GltfModel& model, GltfBuffers& buffers, FindingTally& tally)
        : file_(file), model_(model), buffers_(buffers), tally_(tally)
    {
    }

    Status visit_all();
    std::vector<GltfInstance> take() { return std::move(instances_); }
    std::optional<Error> take_first_error() { return std::move(first_error_); }

private:
    Status visit(std::size_t index, const Mat4& world_from_node);
    Status add_primitive(const GltfPrimitive& primitive, const Mat4& world_from_local);
    Result<AccessorReader> reader_of(std::size_t accessor);
    Result<std::optional<AccessorReader>> attribute(const GltfPrimitive& primitive,
        const std::string& name, std::size_t least, std::size_t most, std::uint64_t count);

    const GltfFile& file_;
    const GltfModel& model_;
    GltfBuffers& buffers_;
    FindingTally& tally_;
    std::vector<GltfInstance> instances_;
    std::map<std::size_t, AccessorReader> readers_; // checked once, shared by all instances
    std::optional<Error> first_error_;
    std::uint64_t vertices_ = 0;
};

Status Flattener::visit_all()
{
    std::vector<bool> seen(model_.nodes.size());
    std::vector<Visit> open;
    for (auto root = model_.roots.rbegin(); root != model_.roots.rend(); ++root)
        open.push_back({*root, Mat4{}});
    while (!open.empty()) {
        const Visit next = open.back();
        open.pop_back();
        if (seen[next.node])
            return Error(Errc::malformed, "glTF: node " + std::to_string(next.node) +
                                              " has two parents or is its own ancestor");
        seen[next.node] = true;
        const GltfNode& node = model_.nodes[next.node];
        const Mat4 world_from_node = next.world_from_parent * node.local;
        STELE_CHECK(visit(next.node, world_from_node));
        for (auto child = node.children.rbegin(); child != node.children.rend(); ++child)
            open.push_back({*child, world_from_node});
    }
    return {};
}

Status Flattener::visit(std::size_t index, const Mat4& world_from_node)
{
    const GltfNode& node = model_.nodes[index];
    if (!node.mesh)
        return {};
    const std::string where = "node " + std::to_string(index);
    const GltfMesh& mesh = model_.meshes[*node.mesh];
    if (node.has_skin || mesh.has_targets)
        tally_.add(Severity::info, "scan.bind-pose", where,
            "skins, morph targets and animations are not applied: the mesh is shown as modelled");
    if (element_of(file_.doc, "nodes", index)["extensions"]["EXT_mesh_gpu_instancing"].is_object())
        tally_.add(Severity::warning, "gltf.instancing-skipped", where,
            "instances made on the GPU are left out; the mesh is shown once");
    for (const GltfPrimitive& primitive : mesh.primitives) {
        if (primitive.mode == 0) {
            tally_.add(Severity::warning, "scan.points-skipped", where,
                "primitives of points are left out: points are not supported yet");
            continue;
        }
        if (primitive.mode >= 1 && primitive.mode <= 3) {
            tally_.add(
                Severity::warning, "scan.lines-skipped", where, "primitives of lines are left out");
            continue;
        }
        Status added = add_primitive(primitive, world_from_node);
        if (added)
            continue;
        if (added.error().code() == Errc::limit)
            return added;
        tally_.add(Severity::error, "gltf.primitive-unreadable", where, added.error().text());
        if (!first_error_)
            first_error_ = added.take_error();
    }
    return {};
}

Result<AccessorReader> Flattener::reader_of(std::size_t accessor)
{
    const auto known = readers_.find(accessor);
    if (known != readers_.end())
        return known->second;
    STELE_TRY(AccessorReader reader, AccessorReader::create(file_, model_, buffers_, accessor));
    return readers_.emplace(accessor, std::move(reader)).first->second;
}

// Nothing when the primitive does not have it.
Result<std::optional<AccessorReader>> Flattener::attribute(const GltfPrimitive& primitive,
    const std::string& name, std::size_t least, std::size_t most, std::uint64_t count)
{
    const auto found = primitive.attributes.find(name);
    if (found == primitive.attributes.end())
        return std::optional<AccessorReader>();
    STELE_TRY(AccessorReader reader, reader_of(found->second).in(name));
    if (reader.components() < least || reader.components() > most)
        return Error(Errc::malformed,
            "glTF: " + name + " has " + std::to_string(reader.components()) + " components");
    if (reader.count() < count)
        return Error(Errc::malformed, "glTF: " + name + " has " + std::to_string(reader.count()) +
                                          " elements for " + std::to_string(count) + " vertices");
    return std::optional<AccessorReader>(std::move(reader));
}

Status Flattener::add_primitive(const GltfPrimitive& primitive, const Mat4& world_from_local)
{
    if (primitive.mode < 0 || primitive.mode > 6)
        return Error(Errc::malformed, "glTF: primitive mode " + std::to_string(primitive.mode));
    STELE_TRY(auto positions, attribute(primitive, "POSITION", 3, 3, 0));
    if (!positions)
        return Error(Errc::malformed, "glTF: a primitive without POSITION");
    const std::uint64_t count = positions->count();
    GltfInstance instance;
    instance.world_from_local = world_from_local;
    instance.positions = std::move(*positions);
    instance.is_mirrored = determinant(world_from_local) < 0;
    instance.topology = primitive.mode == 4   ? Topology::triangles
                        : primitive.mode == 5 ? Topology::strip
                                              : Topology::fan;
    instance.first_vertex = vertices_;
    STELE_TRY(instance.normals, attribute(primitive, "NORMAL", 3, 3, count));
    STELE_TRY(instance.colours, attribute(primitive, "COLOR_0", 3, 4, count));
    if (primitive.material) {
        instance.material = &model_.materials[*primitive.material];
        if (instance.material->image) {
            STELE_TRY(instance.texcoords,
                attribute(primitive, "TEXCOORD_" + std::to_string(instance.material->texcoord), 2,
                    2, count));
        }
    }
    if (primitive.indices) {
        STELE_TRY(AccessorReader indices, reader_of(*primitive.indices).in("indices"));
        if (!indices.is_index_type())
            return Error(Errc::malformed, "glTF: indices that are no unsigned integers");
        instance.indices = std::move(indices);
    }
    if (count > kMaxVertices - vertices_)
        return Error(Errc::limit, "glTF: more than 4294967295 vertices");
    vertices_ += count;
    instances_.push_back(std::move(instance));
    return {};
}

} // namespace

Result<std::vector<GltfInstance>> flatten_scene(
    const GltfFile& file, const GltfModel& model, GltfBuffers& buffers, FindingTally& tally)
{
    if (!model.has_nodes && !model.meshes.empty())
        tally.add(Severity::info, "gltf.no-scene", "",
            "the asset has meshes and no nodes: every mesh is shown as it lies");
    Flattener flattener(file, model, buffers, tally);
    STELE_CHECK(flattener.visit_all());
    std::vector<GltfInstance> instances = flattener.take();
    if (instances.empty())
        if (auto error = flattener.take_first_error())
            return std::move(*error);
    return instances;
}

} // namespace stele::readers
