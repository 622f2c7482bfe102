// Two passes over the scene, which Assimp holds whole: one measures, one writes in batches. Nothing
// in it is taken for granted: no index, no count, no pointer that may be null.
#include "tools/read_mesh/scene_stream.h"

#include "archive/readers/face_sink.h"
#include "tools/read_mesh/scene_materials.h"

#include <assimp/commonMetaData.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace stele::read_mesh {

using readers::kMaxStreamCorners;
using readers::kMaxStreamCount;
using readers::kNoStreamMaterial;
using readers::kNoStreamVertex;
using readers::StreamTexture;

namespace {

// Of the diagonal.
constexpr double kVisibleRounding = 1e-5;

// A mesh under one node.
struct Instance {
    const aiMesh* mesh;
    Mat4 scan_from_mesh;
    bool is_mirrored;
    std::uint64_t first_vertex; // among all that are written
};

Vec3d point_of(const aiVector3D& v)
{
    return {double{v.x}, double{v.y}, double{v.z}};
}

std::string format_text(const aiScene& scene, const ForeignFormat& format)
{
    aiString version;
    std::string text(format.name);
    if (scene.mMetaData != nullptr &&
        scene.mMetaData->Get(AI_METADATA_SOURCE_FORMAT_VERSION, version) && version.length > 0 &&
        version.length < 16) {
        std::string number = version.C_Str();
        if (format.id == "fbx" && number.size() == 4) // 7500 is 7.5
            number = number.substr(0, 1) + "." + number.substr(1, 1);
        text += " " + number;
    }
    return text;
}

class SceneWriter {
public:
    SceneWriter(const SceneReport& report, readers::MeshStreamWriter& out)
        : report_(report), out_(out), frame_(frame_of(report.scene, report.format, report.file)),
          materials_(materials_of(report.scene, report.format, tally_))
    {
        for (const Finding& finding : report.findings)
            tally_.add(finding.severity, finding.code, finding.where, finding.text, finding.count);
    }

    void write();

private:
    void flatten();
    void count_faces(const aiMesh& mesh);
    bool is_wanted(const aiMesh& mesh) const;
    void place(const aiMesh& mesh, const Mat4& scan_from_mesh);
    void measure(const Instance& instance);
    void measure_areas(const Instance& instance);
    void judge_precision();
    void write_head();
    void write_vertices(const Instance& instance);
    void append_vertex(const Instance& instance, unsigned vertex, readers::StreamVertices& batch);
    void write_faces(const Instance& instance);
    const SceneMaterial* material_of(const aiMesh& mesh) const
    {
        return mesh.mMaterialIndex < materials_.materials.size()
                   ? &materials_.materials[mesh.mMaterialIndex]
                   : nullptr;
    }
    // Null where the mesh has no texture coordinates for its material.
    const aiVector3D* texcoords_of(const aiMesh& mesh) const;
    Vec2f texcoord(const aiMesh& mesh, unsigned vertex) const;
    bool is_sent(const aiFace& face) const
    {
        return face.mNumIndices >= 3 && face.mNumIndices <= kMaxStreamCorners;
    }

    const SceneReport& report_;
    readers::MeshStreamWriter& out_;
    readers::FindingTally tally_;
    Frame frame_;
    SceneMaterials materials_;
    std::vector<Instance> instances_;
    readers::StreamScene scene_;
    Box box_;
    double rounding_ = 0; // of coordinates, in the scan's units
    bool has_polygons_ = false;
};

const aiVector3D* SceneWriter::texcoords_of(const aiMesh& mesh) const
{
    const SceneMaterial* const material = material_of(mesh);
    if (material == nullptr || material->message.texture == StreamTexture::none)
        return nullptr;
    const unsigned channel = material->uv_channel;
    return channel < AI_MAX_NUMBER_OF_TEXTURECOORDS && mesh.mTextureCoords[channel] != nullptr
               ? mesh.mTextureCoords[channel]
               : mesh.mTextureCoords[0];
}

// The stream counts v downwards, Assimp upwards.
Vec2f SceneWriter::texcoord(const aiMesh& mesh, unsigned vertex) const
{
    const aiVector3D* const all = texcoords_of(mesh);
    if (all == nullptr)
        return {};
    const auto& m = material_of(mesh)->uv_transform;
    const double u = double{all[vertex].x}, v = double{all[vertex].y};
    return {static_cast<float>(m[0] * u + m[1] * v + m[2]),
        static_cast<float>(1 - (m[3] * u + m[4] * v + m[5]))};
}

bool SceneWriter::is_wanted(const aiMesh& mesh) const
{
    const unsigned types = mesh.mPrimitiveTypes;
    const unsigned surface = aiPrimitiveType_TRIANGLE | aiPrimitiveType_POLYGON;
    return mesh.mVertices != nullptr && mesh.mNumVertices > 0 &&
           (types & (has_polygons_ ? surface : unsigned{aiPrimitiveType_POINT})) != 0;
}

void SceneWriter::count_faces(const aiMesh& mesh)
{
    std::uint64_t points = 0, lines = 0, oversized = 0;
    for (unsigned f = 0; f < mesh.mNumFaces; ++f) {
        const aiFace& face = mesh.mFaces[f];
        points += face.mNumIndices == 1 ? 1u : 0u;
        lines += face.mNumIndices == 2 ? 1u : 0u;
        oversized += face.mNumIndices > kMaxStreamCorners ? 1u : 0u;
        scene_.faces += is_sent(face) ? 1u : 0u;
    }
    if (points > 0 && has_polygons_)
        tally_.add(Severity::warning, "scan.points-skipped", mesh.mName.C_Str(),
            "points among the surfaces are left out", points);
    if (lines > 0)
        tally_.add(Severity::warning, "scan.lines-skipped", mesh.mName.C_Str(),
            "lines are left out", lines);
    if (oversized > 0)
        tally_.add(Severity::warning, "scan.polygon-too-large", mesh.mName.C_Str(),
            "faces have more than half a million corners, and are left out", oversized);
    if (mesh.HasBones() || mesh.mNumAnimMeshes > 0)
        tally_.add(Severity::info, "scan.bind-pose", mesh.mName.C_Str(),
            "skins, morph targets and animations are not applied: the mesh is shown as modelled");
}

void SceneWriter::place(const aiMesh& mesh, const Mat4& scan_from_mesh)
{
    if (!is_wanted(mesh))
        return;
    instances_.push_back({&mesh, scan_from_mesh, determinant(scan_from_mesh) < 0, scene_.vertices});
    scene_.vertices += mesh.mNumVertices;
    scene_.has_colours = scene_.has_colours || mesh.mColors[0] != nullptr;
    scene_.has_normals =
        scene_.has_normals || (report_.format.has_normals && mesh.mNormals != nullptr);
    scene_.has_texcoords = scene_.has_texcoords || texcoords_of(mesh) != nullptr;
    count_faces(mesh);
}

// Depth first without recursion.
void SceneWriter::flatten()
{
    const aiScene& scene = report_.scene;
    for (unsigned i = 0; i < scene.mNumMeshes; ++i)
        has_polygons_ = has_polygons_ || (scene.mMeshes[i]->mPrimitiveTypes &
                                             (aiPrimitiveType_TRIANGLE | aiPrimitiveType_POLYGON));
    struct Visit {
        const aiNode* node;
        Mat4 scan_from_node;
    };
    std::vector<Visit> open{{scene.mRootNode, frame_.root}};
    while (!open.empty() && scene_.vertices <= readers::kMaxVertices) {
        const Visit visit = open.back();
        open.pop_back();
        for (unsigned i = 0; i < visit.node->mNumMeshes; ++i)
            if (visit.node->mMeshes[i] < scene.mNumMeshes)
                place(*scene.mMeshes[visit.node->mMeshes[i]], visit.scan_from_node);
        for (unsigned i = visit.node->mNumChildren; i-- > 0;) {
            const aiNode* const child = visit.node->mChildren[i];
            open.push_back({child, visit.scan_from_node * matrix_of(child->mTransformation)});
        }
    }
}

void SceneWriter::measure(const Instance& instance)
{
    double far = 0; // in the mesh's own coordinates, which are what is in single precision
    for (unsigned v = 0; v < instance.mesh->mNumVertices; ++v) {
        const Vec3d own = point_of(instance.mesh->mVertices[v]);
        const Vec3d p = instance.scan_from_mesh.point(own);
        if (!is_finite(p))
            continue;
        box_.extend(p);
        far = std::max({far, std::abs(own.x), std::abs(own.y), std::abs(own.z)});
    }
    const double scale = std::cbrt(std::abs(determinant(instance.scan_from_mesh)));
    rounding_ = std::max(rounding_, far * scale * 0x1p-24);
    if (texcoords_of(*instance.mesh) != nullptr)
        measure_areas(instance);
}

// On the surface and on the picture, of the triangles that fans make.
void SceneWriter::measure_areas(const Instance& instance)
{
    const aiMesh& mesh = *instance.mesh;
    readers::StreamMaterial& material = materials_.materials[mesh.mMaterialIndex].message;
    const auto in_range = [&](unsigned i) { return i < mesh.mNumVertices; };
    for (unsigned f = 0; f < mesh.mNumFaces; ++f) {
        const aiFace& face = mesh.mFaces[f];
        for (unsigned i = 2; i < face.mNumIndices && is_sent(face); ++i) {
            const std::array<unsigned, 3> t{
                face.mIndices[0], face.mIndices[i - 1], face.mIndices[i]};
            if (!std::all_of(t.begin(), t.end(), in_range))
                break;
            std::array<Vec3d, 3> p;
            std::array<Vec2f, 3> uv;
            for (std::size_t k = 0; k < 3; ++k) {
                p[k] = instance.scan_from_mesh.point(point_of(mesh.mVertices[t[k]]));
                uv[k] = texcoord(mesh, t[k]);
            }
            material.surface_area += length(cross(p[1] - p[0], p[2] - p[0])) / 2;
            material.texture_area +=
                std::abs(double{uv[1].x - uv[0].x} * double{uv[2].y - uv[0].y} -
                         double{uv[2].x - uv[0].x} * double{uv[1].y - uv[0].y}) /
                2;
        }
    }
}

void SceneWriter::judge_precision()
{
    if (rounding_ > box_.diagonal() * kVisibleRounding)
        tally_.add(Severity::warning, "scan.single-precision", "",
            "the scan lies so far from the origin that this format's reader, in single precision, "
            "rounds visibly; export it nearer to the origin, or as PLY with double coordinates");
}

void SceneWriter::write_head()
{
    scene_.format = format_text(report_.scene, report_.format);
    scene_.metres_per_unit = frame_.metres_per_unit;
    scene_.up = frame_.up;
    scene_.units_reason = frame_.units_reason;
    scene_.up_reason = frame_.up_reason;
    out_.scene(scene_);
    if (frame_.finding)
        out_.finding(*frame_.finding);
    for (const Finding& finding : tally_.findings())
        out_.finding(finding);
    for (const std::string& part : report_.parts)
        out_.part({part});
    Bytes pixels;
    for (const aiTexture* const texture : materials_.images) {
        ByteSpan bytes;
        const readers::StreamImage image = image_of(*texture, pixels, bytes);
        out_.image(image, bytes);
    }
    for (const SceneMaterial& material : materials_.materials)
        out_.material(material.message);
}

void SceneWriter::append_vertex(
    const Instance& instance, unsigned vertex, readers::StreamVertices& batch)
{
    const aiMesh& mesh = *instance.mesh;
    const Mat4& m = instance.scan_from_mesh;
    batch.positions.push_back(m.point(point_of(mesh.mVertices[vertex])));
    if (scene_.has_normals) {
        Vec3d n;
        if (mesh.mNormals != nullptr) {
            // The inverse transpose, up to a scale.
            const Vec3d x{m.m[0], m.m[1], m.m[2]}, y{m.m[4], m.m[5], m.m[6]},
                z{m.m[8], m.m[9], m.m[10]};
            const Vec3d from = point_of(mesh.mNormals[vertex]);
            n = (cross(y, z) * from.x + cross(z, x) * from.y + cross(x, y) * from.z) *
                (instance.is_mirrored ? -1.0 : 1.0);
        }
        batch.normals.push_back(to_float(normalized(n)));
    }
    if (scene_.has_colours) {
        Rgba8 colour;
        if (mesh.mColors[0] != nullptr) {
            const aiColor4D& c = mesh.mColors[0][vertex];
            const auto byte = [](float value) {
                return value > 0
                           ? static_cast<std::uint8_t>(std::lround(std::min(value, 1.0f) * 255))
                           : std::uint8_t{0};
            };
            colour = {byte(c.r), byte(c.g), byte(c.b), 255};
        } else if (const SceneMaterial* const material = material_of(mesh);
                   material != nullptr && material->message.has_colour) {
            colour = material->message.colour;
        }
        batch.colours.push_back(colour);
    }
    if (scene_.has_texcoords)
        batch.texcoords.push_back(texcoord(mesh, vertex));
}

void SceneWriter::write_vertices(const Instance& instance)
{
    const aiMesh& mesh = *instance.mesh;
    readers::StreamVertices batch;
    batch.material = material_of(mesh) != nullptr ? mesh.mMaterialIndex : kNoStreamMaterial;
    for (unsigned v = 0; v < mesh.mNumVertices && out_.good();) {
        batch.positions.clear();
        batch.normals.clear();
        batch.colours.clear();
        batch.texcoords.clear();
        for (; v < mesh.mNumVertices && batch.positions.size() < kMaxStreamCount; ++v)
            append_vertex(instance, v, batch);
        out_.vertices(batch);
    }
}

void SceneWriter::write_faces(const Instance& instance)
{
    const aiMesh& mesh = *instance.mesh;
    readers::StreamFaces batch;
    const auto flush = [&] {
        if (!batch.sizes.empty())
            out_.faces(batch);
        batch.sizes.clear();
        batch.corners.clear();
    };
    for (unsigned f = 0; f < mesh.mNumFaces && out_.good(); ++f) {
        const aiFace& face = mesh.mFaces[f];
        if (!is_sent(face))
            continue;
        if (batch.sizes.size() == kMaxStreamCount ||
            batch.corners.size() + face.mNumIndices > kMaxStreamCorners)
            flush();
        batch.sizes.push_back(face.mNumIndices);
        for (unsigned i = 0; i < face.mNumIndices; ++i) {
            // From the first corner, in the other direction where the node mirrors.
            const unsigned from =
                instance.is_mirrored ? (face.mNumIndices - i) % face.mNumIndices : i;
            const unsigned local = face.mIndices[from];
            batch.corners.push_back(local < mesh.mNumVertices
                                        ? static_cast<std::uint32_t>(instance.first_vertex + local)
                                        : kNoStreamVertex);
        }
    }
    flush();
}

void SceneWriter::write()
{
    flatten();
    if (scene_.vertices > readers::kMaxVertices)
        return out_.failure(readers::StreamFailure::limit, "more than 4294967295 vertices");
    if (materials_.materials.size() > readers::kMaxStreamMaterials ||
        materials_.images.size() > readers::kMaxStreamImages)
        return out_.failure(readers::StreamFailure::limit, "too many materials");
    if (instances_.empty())
        return out_.failure(
            readers::StreamFailure::unsupported, "there is no surface in it, and no points");
    for (const Instance& instance : instances_)
        measure(instance);
    doubt_default_unit(frame_, report_.format, box_.diagonal());
    judge_precision();
    write_head();
    for (const Instance& instance : instances_)
        write_vertices(instance);
    for (const Instance& instance : instances_)
        write_faces(instance);
    out_.end(scene_.vertices, scene_.faces);
}

} // namespace

void write_scene(const SceneReport& report, readers::MeshStreamWriter& out)
{
    SceneWriter(report, out).write();
}

} // namespace stele::read_mesh
