// Depth first without recursion, so that a deep hierarchy costs no stack.
#include "archive/readers/gltf_scene.h"

#include "archive/readers/face_sink.h"
#include "archive/readers/gltf_place.h"
#include "archive/readers/gltf_primitive.h"
#include "archive/readers/gltf_transform.h"
#include "archive/readers/gltf_triangles.h"

#include <algorithm>

namespace stele::readers {

namespace {

constexpr std::size_t kMaxInstances = std::size_t{1} << 18;

bool is_line(const GltfInstance& instance)
{
    return instance.topology == Topology::lines || instance.topology == Topology::line_loop ||
           instance.topology == Topology::line_strip;
}

bool is_point(const GltfInstance& instance)
{
    return instance.topology == Topology::points;
}

bool is_no_point(const GltfInstance& instance)
{
    return !is_point(instance);
}

std::uint64_t segment_count(const GltfInstance& instance)
{
    const std::uint64_t corners = instance.corner_count();
    if (corners < 2)
        return 0;
    return instance.topology == Topology::lines       ? corners / 2
           : instance.topology == Topology::line_loop ? corners
                                                      : corners - 1;
}

class Flattener {
public:
    Flattener(
        const GltfFile& file, const GltfModel& model, GltfBuffers& buffers, FindingTally& tally)
        : model_(model), tally_(tally), primitives_(file, model, buffers, tally),
          places_(file, model, buffers)
    {
    }

    Status add_nodes(const std::vector<std::size_t>& roots);
    Status add_meshes_as_they_lie();
    // What is left to show; the error when that is nothing.
    Result<GltfScene> finish();

private:
    struct Visit {
        std::size_t node;
        Mat4 world_from_parent;
    };
    Status add_node(std::size_t index, const Mat4& world_from_node);
    Result<std::vector<Mat4>> places_of(std::size_t index, const Mat4& world_from_node);
    Status add_mesh(
        const GltfMesh& mesh, const std::vector<Mat4>& places, const std::string& where);
    void note_deformations(const GltfNode& node, const std::string& where);
    void leave_out(bool (*unwanted)(const GltfInstance&));
    void remember(Error error);
    Error nothing_to_show() const;

    const GltfModel& model_;
    FindingTally& tally_;
    PrimitiveReader primitives_;
    GltfPlaces places_;
    std::vector<GltfInstance> instances_;
    std::optional<Error> first_error_;
};

void Flattener::remember(Error error)
{
    if (!first_error_)
        first_error_ = std::move(error);
}

Status Flattener::add_nodes(const std::vector<std::size_t>& roots)
{
    std::vector<bool> seen(model_.nodes.size());
    std::vector<Visit> open;
    for (auto root = roots.rbegin(); root != roots.rend(); ++root)
        open.push_back({*root, Mat4{}});
    while (!open.empty()) {
        const Visit next = open.back();
        open.pop_back();
        const GltfNode& node = model_.nodes[next.node];
        const std::string where = "node " + std::to_string(next.node);
        if (seen[next.node]) {
            Error error(Errc::malformed, "glTF: " + where +
                                             " has two parents or is its own ancestor, which "
                                             "section 3.5.2 forbids");
            tally_.add(Severity::warning, "gltf.node-not-a-tree", where,
                error.text() + "; it is shown once");
            remember(std::move(error));
            continue;
        }
        seen[next.node] = true;
        if (node.is_hidden) {
            tally_.add(Severity::warning, "gltf.node-hidden", where,
                "nodes that the file marks as not visible are left out, with all beneath them");
            continue;
        }
        if (!node.fault.empty()) {
            Error error(Errc::malformed, "glTF: " + where + " has no place: " + node.fault);
            tally_.add(Severity::error, "gltf.node-unreadable", where,
                error.text() + "; it is left out, with all beneath it");
            remember(std::move(error));
            continue;
        }
        const Mat4 world_from_node = next.world_from_parent * node.local;
        STELE_CHECK(add_node(next.node, world_from_node));
        for (auto child = node.children.rbegin(); child != node.children.rend(); ++child)
            open.push_back({*child, world_from_node});
    }
    return {};
}

void Flattener::note_deformations(const GltfNode& node, const std::string& where)
{
    const GltfMesh& mesh = model_.meshes[*node.mesh];
    const bool has_targets = std::any_of(mesh.primitives.begin(), mesh.primitives.end(),
        [](const GltfPrimitive& primitive) { return primitive.has_targets; });
    if (node.skin || has_targets)
        tally_.add(Severity::info, "scan.bind-pose", where,
            "skins and morph targets are not applied: the mesh is shown as modelled");
    if (has_targets && (node.has_weights || mesh.has_weights))
        tally_.add(Severity::warning, "gltf.morph-weights-skipped", where,
            "the file shows this mesh deformed by morph targets; the viewing copy has it as "
            "modelled");
}

Result<std::vector<Mat4>> Flattener::places_of(std::size_t index, const Mat4& world_from_node)
{
    const GltfNode& node = model_.nodes[index];
    const std::string where = "node " + std::to_string(index);
    std::vector<Mat4> places{world_from_node};
    if (node.skin) {
        auto placed = places_.of_skin(*node.skin);
        if (placed)
            places.front() = *placed;
        else
            tally_.add(Severity::warning, "gltf.skin-unreadable", where,
                placed.error().text() + "; the mesh is placed by its node");
    }
    if (node.instancing.empty())
        return places;
    auto copies = places_.of_instances(node);
    if (!copies) {
        if (copies.error().code() == Errc::limit)
            return copies.take_error();
        tally_.add(Severity::warning, "gltf.instances-unreadable", where,
            copies.error().text() + "; the mesh is shown once");
        return places;
    }
    for (Mat4& copy : *copies)
        copy = places.front() * copy;
    return copies;
}

Status Flattener::add_node(std::size_t index, const Mat4& world_from_node)
{
    const GltfNode& node = model_.nodes[index];
    if (!node.mesh)
        return {};
    const std::string where = "node " + std::to_string(index);
    note_deformations(node, where);
    STELE_TRY(const std::vector<Mat4> places, places_of(index, world_from_node));
    return add_mesh(model_.meshes[*node.mesh], places, where);
}

Status Flattener::add_meshes_as_they_lie()
{
    for (std::size_t i = 0; i < model_.meshes.size(); ++i)
        STELE_CHECK(add_mesh(model_.meshes[i], {Mat4{}}, "mesh " + std::to_string(i)));
    return {};
}

Status Flattener::add_mesh(
    const GltfMesh& mesh, const std::vector<Mat4>& places, const std::string& where)
{
    for (const GltfPrimitive& primitive : mesh.primitives) {
        auto instance = primitives_.read(primitive, where);
        if (!instance) {
            if (instance.error().code() == Errc::limit ||
                instance.error().code() == Errc::cancelled)
                return instance.take_error();
            tally_.add(
                Severity::error, "gltf.primitive-unreadable", where, instance.error().text());
            remember(instance.take_error());
            continue;
        }
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (instances_.size() == kMaxInstances)
                return Error(Errc::limit, "glTF: more than 262144 primitives and instances");
            if (i > 0)
                STELE_CHECK(primitives_.repeat(*instance));
            instance->world_from_local = places[i];
            instance->is_mirrored = determinant(places[i]) < 0;
            instances_.push_back(*instance);
        }
    }
    return {};
}

void Flattener::leave_out(bool (*unwanted)(const GltfInstance&))
{
    std::erase_if(instances_, unwanted);
}

Error Flattener::nothing_to_show() const
{
    if (first_error_)
        return *first_error_;
    const Findings& findings = tally_.findings();
    const auto broken = std::find_if(findings.begin(), findings.end(),
        [](const Finding& finding) { return finding.code == "gltf.reference-broken"; });
    if (broken != findings.end())
        return {Errc::malformed, "glTF: nothing to show: " + broken->text};
    if (instances_.empty())
        return {Errc::unsupported, "glTF: there is no mesh to show"};
    if (std::all_of(instances_.begin(), instances_.end(), is_line))
        return {Errc::unsupported,
            "glTF: the asset has lines only; export its surface as triangles, or its vertices as "
            "points"};
    return {Errc::unsupported,
        "glTF: the asset has neither a point nor a triangle with three different corners that "
        "enclose an area"};
}

Result<GltfScene> Flattener::finish()
{
    GltfScene scene;
    const auto any = [this](bool (*wanted)(const GltfInstance&)) {
        return std::any_of(instances_.begin(), instances_.end(), wanted);
    };
    const bool triangles = any(has_area);
    scene.is_points = !triangles && any([](const GltfInstance& instance) {
        return is_point(instance) && has_point(instance);
    });
    if (!triangles && !scene.is_points)
        return nothing_to_show();
    std::uint64_t points = 0, segments = 0, vertices = 0;
    for (const GltfInstance& instance : instances_) {
        points += is_point(instance) ? instance.corner_count() : 0;
        segments += is_line(instance) ? segment_count(instance) : 0;
    }
    if (segments > 0)
        tally_.add(Severity::warning, "scan.lines-skipped", "",
            "lines are left out of the viewing copy", segments);
    leave_out(is_line);
    if (triangles && points > 0)
        tally_.add(Severity::warning, "scan.points-skipped", "",
            "points beside triangles are left out of the viewing copy", points);
    leave_out(triangles ? is_point : is_no_point);
    for (GltfInstance& instance : instances_) {
        instance.first_vertex = vertices;
        if (instance.positions.count() > kMaxVertices - vertices)
            return Error(Errc::limit, "glTF: more than 4294967295 vertices");
        vertices += instance.positions.count();
    }
    scene.instances = std::move(instances_);
    return scene;
}

} // namespace

Result<GltfScene> flatten_scene(
    const GltfFile& file, const GltfModel& model, GltfBuffers& buffers, FindingTally& tally)
{
    constexpr std::array kShown{"the default scene", "all nodes", "the meshes, as they lie"};
    std::optional<Error> first_error;
    const FindingTally before = tally;
    for (std::size_t attempt = 0; attempt < kShown.size(); ++attempt) {
        if ((attempt == 0 && !model.scene) || (attempt == 1 && model.all_roots.empty()))
            continue;
        tally = before;
        if (attempt > 0)
            tally.add(first_error ? Severity::warning : Severity::info, "gltf.no-scene", "",
                first_error ? "the scene shows nothing (" + first_error->text() +
                                  "); shown instead: " + kShown[attempt]
                            : std::string("the asset has no scene; shown: ") + kShown[attempt]);
        Flattener flattener(file, model, buffers, tally);
        STELE_CHECK(attempt == 0   ? flattener.add_nodes(model.scene_roots)
                    : attempt == 1 ? flattener.add_nodes(model.all_roots)
                                   : flattener.add_meshes_as_they_lie());
        auto scene = flattener.finish();
        if (scene || scene.error().code() == Errc::limit)
            return scene;
        // What is broken says more than that there is nothing.
        if (!first_error || first_error->code() == Errc::unsupported)
            first_error = scene.take_error();
    }
    return std::move(*first_error);
}

} // namespace stele::readers
