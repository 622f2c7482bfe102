// Attributes by the table in glTF 2.0, section 3.7.2.1, and what KHR_mesh_quantization adds to it.
#include "archive/readers/gltf_primitive.h"

#include "archive/readers/gltf_transform.h"

namespace stele::readers {

namespace {

// Vertices and corners that no byte of the file pays for: of accessors used again, of instances,
// and of zeros. Ten times what a large scan has.
constexpr std::uint64_t kMaxRepeated = std::uint64_t{1} << 27;

Error too_repetitive()
{
    return {Errc::limit,
        "glTF: the same data is shown so often that it makes more than 134217728 vertices"};
}

} // namespace

Result<AccessorReader> PrimitiveReader::accessor(
    std::uint64_t index, AccessorUse use, const std::string& where)
{
    if (const auto decoded = decoded_.find(index); decoded != decoded_.end())
        return decoded->second;
    const auto known = readers_.find({index, use});
    if (known != readers_.end())
        return known->second;
    STELE_TRY(
        AccessorReader reader, AccessorReader::create(*file_, *model_, *buffers_, index, use));
    if (reader.is_misaligned())
        tally_->add(Severity::info, "gltf.misaligned", where,
            "accessors begin or continue at bytes that glTF 2.0, section 3.6.2.4, does not allow; "
            "their values are read as they lie");
    return readers_.emplace(std::pair(index, use), std::move(reader)).first->second;
}

Result<AccessorReader> PrimitiveReader::attribute(const GltfPrimitive& primitive,
    const std::string& name, std::size_t least, std::size_t most, const std::string& where)
{
    const auto found = primitive.attributes.find(name);
    if (found == primitive.attributes.end())
        return Error(Errc::malformed, "glTF: a primitive without " + name);
    STELE_TRY(AccessorReader reader, accessor(found->second, AccessorUse::vertex, where).in(name));
    if (reader.components() < least || reader.components() > most)
        return Error(Errc::malformed,
            "glTF: " + name + " has " + std::to_string(reader.components()) + " components");
    return reader;
}

std::optional<AccessorReader> PrimitiveReader::attribute_or_finding(const GltfPrimitive& primitive,
    const std::string& name, std::array<std::size_t, 2> components, std::uint64_t count,
    const std::string& where)
{
    if (!primitive.attributes.contains(name))
        return std::nullopt;
    auto reader = attribute(primitive, name, components[0], components[1], where);
    std::string fault = reader ? "" : reader.error().text();
    if (reader && reader->count() < count)
        fault = "glTF: " + name + " has " + std::to_string(reader->count()) + " elements for " +
                std::to_string(count) + " vertices";
    if (fault.empty())
        return std::move(*reader);
    tally_->add(Severity::warning, "gltf.attribute-unreadable", where,
        fault + "; the primitive is read without");
    return std::nullopt;
}

Status PrimitiveReader::pay_for(std::uint64_t accessor, const AccessorReader& reader)
{
    if (!paid_.insert(accessor).second || reader.is_zeros())
        repeated_ += reader.count();
    return repeated_ > kMaxRepeated ? Status(too_repetitive()) : Status();
}

Status PrimitiveReader::repeat(const GltfInstance& instance)
{
    repeated_ += instance.positions.count() + instance.corner_count();
    return repeated_ > kMaxRepeated ? Status(too_repetitive()) : Status();
}

void PrimitiveReader::note_material(const GltfInstance& instance, const std::string& where)
{
    const GltfMaterial& material = *instance.material;
    if (material.alpha == AlphaMode::mask)
        tally_->add(Severity::warning, "gltf.alpha-mask", where,
            "materials cut out parts of their surface by alpha (MASK); the viewing copy shows "
            "these parts too");
    if (material.alpha == AlphaMode::blend)
        tally_->add(Severity::warning, "gltf.alpha-blend", where,
            "materials are transparent (BLEND); the viewing copy shows them solid");
    if (!material.texture_fault.empty())
        tally_->add(Severity::warning, "texture.unreadable", where,
            "a base-colour texture is left out: " + material.texture_fault);
    else if (material.image && !instance.texcoords)
        tally_->add(Severity::warning, "texture.no-coordinates", where,
            "a primitive has a texture and no TEXCOORD_" + std::to_string(material.texcoord) +
                "; the texture is left out");
}

// Fills decoded_ and decoded_indices_, or leaves them empty where the primitive is there
// uncompressed, too.
Status PrimitiveReader::decode(const GltfPrimitive& primitive, const std::string& where)
{
    decoded_.clear();
    decoded_indices_.reset();
    if (!primitive.draco)
        return {};
    Status decoded;
    auto compressed = buffers_->view(primitive.draco->view);
    if (compressed) {
        auto mesh = buffers_->draco().decode(*model_, primitive, *compressed);
        decoded = mesh ? use_decoded(primitive, **mesh, where) : Status(mesh.take_error());
    } else {
        decoded = compressed.take_error();
    }
    if (decoded || decoded.error().code() == Errc::cancelled)
        return decoded;
    const auto positions = primitive.attributes.find("POSITION");
    if (positions == primitive.attributes.end() || positions->second >= model_->accessors.size() ||
        !model_->accessors[static_cast<std::size_t>(positions->second)].view)
        return decoded;
    tally_->add(Severity::warning, "gltf.draco-fallback", where,
        decoded.error().text() + "; the uncompressed data is read instead");
    return {};
}

Status PrimitiveReader::use_decoded(
    const GltfPrimitive& primitive, const DracoMesh& mesh, const std::string& where)
{
    const ByteSpan bytes = mesh.bytes;
    bool fits = true;
    for (const auto& [name, offset] : mesh.attributes) {
        const std::uint64_t index = primitive.attributes.at(name);
        const GltfAccessor& type = model_->accessors[static_cast<std::size_t>(index)];
        fits = fits && type.count == mesh.vertices;
        decoded_.emplace(index, AccessorReader::over(bytes.subspan(offset), mesh.vertices, type));
    }
    GltfAccessor type;
    type.component = Component::u32;
    type.components = 1;
    decoded_indices_ = AccessorReader::over(bytes.subspan(mesh.first_index), mesh.indices, type);
    if (primitive.indices && *primitive.indices < model_->accessors.size())
        fits = fits && model_->accessors[static_cast<std::size_t>(*primitive.indices)].count ==
                           mesh.indices;
    if (!fits)
        tally_->add(Severity::warning, "gltf.draco-count", where,
            "compressed primitives have other numbers of vertices or indices than their accessors "
            "say; what is compressed is read");
    return {};
}

Result<GltfInstance> PrimitiveReader::read(const GltfPrimitive& primitive, const std::string& where)
{
    if (primitive.mode < 0)
        return Error(Errc::malformed, "glTF: a primitive mode that is none of 0 to 6");
    STELE_CHECK(decode(primitive, where));
    GltfInstance instance;
    instance.topology =
        decoded_indices_ ? Topology::triangles : static_cast<Topology>(primitive.mode);
    STELE_TRY(instance.positions, attribute(primitive, "POSITION", 3, 3, where));
    STELE_CHECK(pay_for(primitive.attributes.at("POSITION"), instance.positions));
    if (decoded_indices_) {
        instance.indices = *decoded_indices_;
    } else if (primitive.indices) {
        STELE_TRY(AccessorReader indices,
            accessor(*primitive.indices, AccessorUse::other, where).in("indices"));
        if (!indices.is_index_type())
            return Error(Errc::malformed, "glTF: indices that are no unsigned integers");
        STELE_CHECK(pay_for(*primitive.indices, indices));
        instance.indices = std::move(indices);
    }
    const std::uint64_t count = instance.positions.count();
    instance.normals = attribute_or_finding(primitive, "NORMAL", {3, 3}, count, where);
    instance.colours = attribute_or_finding(primitive, "COLOR_0", {3, 4}, count, where);
    if (instance.colours && !instance.colours->is_float() && !instance.colours->is_normalized())
        tally_->add(Severity::info, "gltf.colour-not-normalized", where,
            "COLOR_0 holds integers that are not marked as normalized; they are read as if");
    if (primitive.material) {
        instance.material = &model_->materials[*primitive.material];
        if (instance.material->image)
            instance.texcoords = attribute_or_finding(primitive,
                "TEXCOORD_" + std::to_string(instance.material->texcoord), {2, 2}, count, where);
        note_material(instance, where);
    }
    return instance;
}

} // namespace stele::readers
