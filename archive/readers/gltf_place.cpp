// Skins by glTF 2.0, section 3.7.3; instances by EXT_mesh_gpu_instancing.
#include "archive/readers/gltf_place.h"

#include "archive/readers/gltf_transform.h"

#include <algorithm>

namespace stele::readers {

namespace {

// A node that a scene shows takes some bytes of the file; an instance takes some of an accessor,
// which may be made of zeros.
constexpr std::uint64_t kMaxInstances = std::uint64_t{1} << 18;

} // namespace

const GltfPlaces::WorldNode& GltfPlaces::world(std::size_t node)
{
    if (world_.empty()) {
        world_.resize(model_->nodes.size());
        std::vector<bool> seen(model_->nodes.size());
        std::vector<std::size_t> open = model_->all_roots;
        for (const std::size_t root : open)
            world_[root].world_from_node = model_->nodes[root].local;
        while (!open.empty()) {
            const std::size_t next = open.back();
            open.pop_back();
            if (seen[next])
                continue;
            seen[next] = true;
            for (const std::size_t child : model_->nodes[next].children) {
                if (seen[child])
                    continue;
                world_[child].world_from_node =
                    world_[next].world_from_node * model_->nodes[child].local;
                world_[child].depth = world_[next].depth + 1;
                open.push_back(child);
            }
        }
    }
    return world_[node];
}

Result<Mat4> GltfPlaces::of_skin(std::size_t skin)
{
    const GltfSkin& from = model_->skins[skin];
    if (from.joints.empty())
        return Error(Errc::malformed, "glTF: a skin without joints");
    std::size_t root = 0;
    for (std::size_t i = 1; i < from.joints.size(); ++i)
        if (world(from.joints[i]).depth < world(from.joints[root]).depth)
            root = i;
    Mat4 joint_from_mesh;
    if (from.inverse_bind) {
        STELE_TRY(const AccessorReader matrices, AccessorReader::create(*file_, *model_, *buffers_,
                                                     *from.inverse_bind, AccessorUse::other));
        if (matrices.components() != 16 || !matrices.is_float() || matrices.count() <= root)
            return Error(Errc::malformed, "glTF: inverse bind matrices that are no matrices, or "
                                          "fewer than the skin has joints");
        std::vector<double> values;
        matrices.read(root, 1, values);
        std::copy(values.begin(), values.end(), joint_from_mesh.m.begin());
    }
    const Mat4 placed = world(from.joints[root]).world_from_node * joint_from_mesh;
    if (!is_finite(placed))
        return Error(Errc::malformed, "glTF: a joint's matrix is not finite");
    return placed;
}

Result<std::optional<AccessorReader>> GltfPlaces::instance_attribute(
    const GltfNode& node, const char* name, std::size_t components)
{
    const auto found = node.instancing.find(name);
    if (found == node.instancing.end())
        return std::optional<AccessorReader>();
    STELE_TRY(AccessorReader reader,
        AccessorReader::create(*file_, *model_, *buffers_, found->second, AccessorUse::vertex)
            .in(name));
    if (reader.components() != components)
        return Error(Errc::malformed, std::string("glTF: ") + name + " of instances has " +
                                          std::to_string(reader.components()) + " components");
    if (reader.count() > kMaxInstances)
        return Error(Errc::limit, "glTF: a mesh with more than 262144 instances");
    return std::optional<AccessorReader>(std::move(reader));
}

Result<std::vector<Mat4>> GltfPlaces::of_instances(const GltfNode& node)
{
    STELE_TRY(const auto translations, instance_attribute(node, "TRANSLATION", 3));
    STELE_TRY(const auto rotations, instance_attribute(node, "ROTATION", 4));
    STELE_TRY(const auto scales, instance_attribute(node, "SCALE", 3));
    std::optional<std::uint64_t> count;
    for (const auto* const attribute : {&translations, &rotations, &scales})
        if (*attribute) {
            if (count && *count != (*attribute)->count())
                return Error(
                    Errc::malformed, "glTF: attributes of instances that differ in their number");
            count = (*attribute)->count();
        }
    std::vector<Mat4> places;
    std::vector<double> t{0, 0, 0}, r{0, 0, 0, 1}, s{1, 1, 1};
    for (std::uint64_t i = 0; i < count.value_or(1); ++i) {
        if (translations)
            translations->read(i, 1, t);
        if (rotations)
            rotations->read(i, 1, r);
        if (scales)
            scales->read(i, 1, s);
        places.push_back(
            matrix_from_trs({t[0], t[1], t[2]}, {r[0], r[1], r[2], r[3]}, {s[0], s[1], s[2]}));
        if (!is_finite(places.back()))
            return Error(Errc::malformed, "glTF: an instance's transform is not finite");
    }
    return places;
}

} // namespace stele::readers
