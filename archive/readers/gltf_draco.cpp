// The extension names attributes of the compressed mesh by their unique ids; the accessors say in
// which type they are wanted.
#include "archive/readers/gltf_draco.h"

#include "archive/readers/mesh_stream_writer.h"

namespace stele::readers {

namespace {

constexpr std::uint64_t kMaxDecodedBytes = std::uint64_t{8} << 30; // of all primitives
constexpr std::uint64_t kNowhere = std::uint64_t{1} << 60;

bool is_wanted(std::string_view attribute)
{
    return attribute == "POSITION" || attribute == "NORMAL" || attribute == "COLOR_0" ||
           attribute.starts_with("TEXCOORD_");
}

StreamComponent stream_component(Component component)
{
    switch (component) {
    case Component::i8:
        return StreamComponent::i8;
    case Component::u8:
        return StreamComponent::u8;
    case Component::i16:
        return StreamComponent::i16;
    case Component::u16:
        return StreamComponent::u16;
    case Component::u32:
        return StreamComponent::u32;
    case Component::f32:
        return StreamComponent::f32;
    }
    return StreamComponent::f32;
}

struct Wanted {
    std::vector<std::string> names;
    StreamDraco request;
};

Result<Wanted> wanted_of(const GltfModel& model, const GltfPrimitive& primitive)
{
    Wanted wanted;
    for (const auto& [name, unique_id] : primitive.draco->attributes) {
        const auto accessor = primitive.attributes.find(name);
        if (!is_wanted(name) || accessor == primitive.attributes.end() ||
            accessor->second >= model.accessors.size())
            continue;
        const GltfAccessor& type = model.accessors[static_cast<std::size_t>(accessor->second)];
        if (!type.component || type.components < 1 || type.components > 4)
            return Error(Errc::malformed, "glTF: " + name + " has no type that attributes have");
        if (wanted.names.size() == kMaxDracoAttributes)
            return Error(Errc::limit, "glTF: more than 16 attributes in Draco data");
        wanted.names.push_back(name);
        wanted.request.attributes.push_back({unique_id, stream_component(*type.component),
            static_cast<std::uint32_t>(type.components)});
    }
    if (!primitive.draco->attributes.contains("POSITION"))
        return Error(Errc::malformed, "glTF: Draco data without POSITION");
    return wanted;
}

} // namespace

Status GltfDraco::start()
{
    if (child_ != nullptr)
        return {};
    if (!may_start_)
        return Error(Errc::unsupported, "glTF: KHR_draco_mesh_compression in memory is not read");
    ChildCommand command;
    STELE_TRY(command.program, program_beside_this("stele-read-mesh"));
    command.arguments = {"--draco"};
    STELE_TRY(child_, ChildProcess::start(command));
    answers_ = std::make_unique<MeshStreamReader>(*child_);
    MeshStreamWriter out([this](ByteSpan bytes) { return child_->write(bytes).ok(); });
    out.prologue();
    return answers_->read_prologue();
}

Result<DracoMesh> GltfDraco::decode_new(
    const GltfModel& model, const GltfPrimitive& primitive, ByteSpan compressed)
{
    STELE_TRY(Wanted wanted, wanted_of(model, primitive));
    STELE_CHECK(start());
    Status sent;
    MeshStreamWriter out([&](ByteSpan bytes) {
        sent = child_->write(bytes);
        return sent.ok();
    });
    out.draco(wanted.request, compressed);
    STELE_CHECK(std::move(sent));
    std::uint64_t stride = 0;
    for (const StreamDracoAttribute& attribute : wanted.request.attributes)
        stride += size_of(attribute.component) * attribute.components;
    STELE_TRY(MeshStreamReader::Decoded answer, answers_->read_decoded(stride));
    if (answer.bytes.size() > kMaxDecodedBytes - decoded_bytes_)
        return Error(Errc::limit, "glTF: more than 8 GiB of compressed primitives");
    decoded_bytes_ += answer.bytes.size();
    DracoMesh mesh{answer.vertices, answer.indices, std::move(answer.bytes), {}, 0};
    for (std::size_t i = 0; i < wanted.names.size(); ++i) {
        const StreamDracoAttribute& attribute = wanted.request.attributes[i];
        mesh.attributes.emplace(wanted.names[i], mesh.first_index);
        mesh.first_index +=
            std::size_t{size_of(attribute.component)} * attribute.components * mesh.vertices;
    }
    return mesh;
}

Result<const DracoMesh*> GltfDraco::decode(
    const GltfModel& model, const GltfPrimitive& primitive, ByteSpan compressed)
{
    const auto known = decoded_.find(&primitive);
    if (known != decoded_.end())
        return &known->second;
    Result<DracoMesh> mesh = decode_new(model, primitive, compressed);
    if (!mesh) {
        // Whatever state the other side is in, the next primitive finds a new one.
        answers_.reset();
        child_.reset();
        return std::move(mesh).in("KHR_draco_mesh_compression").take_error();
    }
    return &decoded_.emplace(&primitive, std::move(*mesh)).first->second;
}

std::optional<DracoPrimitive> draco_of(const Json& primitive)
{
    const Json& extension = primitive["extensions"]["KHR_draco_mesh_compression"];
    if (!extension.is_object())
        return std::nullopt;
    DracoPrimitive draco;
    draco.view = whole_number(extension["bufferView"]).value_or(kNowhere);
    if (const Json::Object* const attributes = extension["attributes"].members())
        for (const auto& [name, id] : *attributes)
            if (const auto unique_id = whole_number(id); unique_id && *unique_id <= 0xffffffffu)
                draco.attributes.emplace(name, static_cast<std::uint32_t>(*unique_id));
    return draco;
}

} // namespace stele::readers
