// Primitives with their accessors checked. Accessors are checked once, however many primitives use
// them.
#pragma once

#include "archive/readers/finding_tally.h"
#include "archive/readers/gltf_scene.h"

#include <set>

namespace stele::readers {

class PrimitiveReader {
public:
    PrimitiveReader(
        const GltfFile& file, const GltfModel& model, GltfBuffers& buffers, FindingTally& tally)
        : file_(&file), model_(&model), buffers_(&buffers), tally_(&tally)
    {
    }

    // Errors are about positions and indices: what else cannot be read is a finding, and is left
    // out. Errc::limit when the file repeats itself beyond any use.
    Result<GltfInstance> read(const GltfPrimitive& primitive, const std::string& where);
    // Call for every further place of the same instance.
    Status repeat(const GltfInstance& instance);

private:
    Result<AccessorReader> accessor(std::uint64_t index, AccessorUse use, const std::string& where);
    Result<AccessorReader> attribute(const GltfPrimitive& primitive, const std::string& name,
        std::size_t least, std::size_t most, const std::string& where);
    std::optional<AccessorReader> attribute_or_finding(const GltfPrimitive& primitive,
        const std::string& name, std::array<std::size_t, 2> components, std::uint64_t count,
        const std::string& where);
    void note_material(const GltfInstance& instance, const std::string& where);
    Status decode(const GltfPrimitive& primitive, const std::string& where);
    Status use_decoded(
        const GltfPrimitive& primitive, const DracoMesh& mesh, const std::string& where);
    Status pay_for(std::uint64_t accessor, const AccessorReader& reader);

    const GltfFile* file_;
    const GltfModel* model_;
    GltfBuffers* buffers_;
    FindingTally* tally_;
    std::map<std::pair<std::uint64_t, AccessorUse>, AccessorReader> readers_;
    // Of the primitive being read: accessors whose values are in its Draco data, and its indices.
    std::map<std::uint64_t, AccessorReader> decoded_;
    std::optional<AccessorReader> decoded_indices_;
    std::set<std::uint64_t> paid_;
    std::uint64_t repeated_ = 0;
};

} // namespace stele::readers
