// Values come in the component type that the accessor states, one a point of the decoded mesh.
#include "tools/read_mesh/draco_answers.h"

#include <draco/compression/decode.h>

#include <array>
#include <new>

namespace stele::read_mesh {

using readers::StreamComponent;
using readers::StreamDracoAttribute;
using readers::StreamFailure;

namespace {

template <class T>
bool append_values(const draco::PointAttribute& attribute, std::uint32_t points,
    std::uint32_t components, Bytes& out)
{
    std::array<T, 4> values{};
    for (std::uint32_t p = 0; p < points; ++p) {
        if (!attribute.ConvertValue<T>(attribute.mapped_index(draco::PointIndex(p)),
                static_cast<std::int8_t>(components), values.data()))
            return false;
        const auto bytes = std::as_bytes(std::span(values.data(), components));
        out.insert(out.end(), bytes.begin(), bytes.end());
    }
    return true;
}

bool append_attribute(
    const draco::Mesh& mesh, const StreamDracoAttribute& wanted, Bytes& out, std::string& problem)
{
    const std::string name = "the Draco attribute " + std::to_string(wanted.unique_id);
    const draco::PointAttribute* const attribute = mesh.GetAttributeByUniqueId(wanted.unique_id);
    if (attribute == nullptr || attribute->num_components() != wanted.components) {
        problem =
            name + (attribute == nullptr ? " does not exist" : " has another number of components");
        return false;
    }
    const std::uint32_t points = mesh.num_points(), n = wanted.components;
    bool done = false;
    switch (wanted.component) {
    case StreamComponent::i8:
        done = append_values<std::int8_t>(*attribute, points, n, out);
        break;
    case StreamComponent::u8:
        done = append_values<std::uint8_t>(*attribute, points, n, out);
        break;
    case StreamComponent::i16:
        done = append_values<std::int16_t>(*attribute, points, n, out);
        break;
    case StreamComponent::u16:
        done = append_values<std::uint16_t>(*attribute, points, n, out);
        break;
    case StreamComponent::u32:
        done = append_values<std::uint32_t>(*attribute, points, n, out);
        break;
    case StreamComponent::f32:
        done = append_values<float>(*attribute, points, n, out);
        break;
    }
    if (!done)
        problem = name + " does not fit the accessor's type";
    return done;
}

void answer(
    const readers::StreamDraco& request, ByteSpan compressed, readers::MeshStreamWriter& out)
{
    draco::DecoderBuffer buffer;
    buffer.Init(reinterpret_cast<const char*>(compressed.data()), compressed.size());
    draco::Decoder decoder;
    auto decoded = decoder.DecodeMeshFromBuffer(&buffer);
    if (!decoded.ok())
        return out.failure(
            StreamFailure::malformed, std::string("Draco: ") + decoded.status().error_msg());
    const std::unique_ptr<draco::Mesh> mesh = std::move(decoded).value();
    std::vector<Bytes> parts;
    for (const StreamDracoAttribute& wanted : request.attributes) {
        std::string problem;
        if (!append_attribute(*mesh, wanted, parts.emplace_back(), problem))
            return out.failure(StreamFailure::malformed, problem);
    }
    Bytes& indices = parts.emplace_back();
    for (draco::FaceIndex f(0); f < mesh->num_faces(); ++f)
        for (const draco::PointIndex& corner : mesh->face(f)) {
            const std::uint32_t index = corner.value();
            const auto bytes = std::as_bytes(std::span(&index, 1));
            indices.insert(indices.end(), bytes.begin(), bytes.end());
        }
    std::uint64_t size = 0;
    for (const Bytes& part : parts)
        size += part.size();
    if (size > readers::kMaxDracoBytes)
        return out.failure(StreamFailure::limit, "Draco: more than 2 GiB when decoded");
    const std::vector<ByteSpan> spans(parts.begin(), parts.end());
    out.decoded(mesh->num_points(), mesh->num_faces() * 3, spans);
}

} // namespace

void answer_draco(readers::MeshStreamReader& requests, readers::MeshStreamWriter& out)
{
    readers::StreamDraco request;
    Bytes compressed;
    while (out.good()) {
        const auto more = requests.next_draco(request, compressed);
        if (!more || !*more)
            return;
        try {
            answer(request, compressed, out);
        } catch (const std::bad_alloc&) {
            out.failure(StreamFailure::memory, "Draco data");
        } catch (const std::exception& exception) {
            out.failure(StreamFailure::malformed, exception.what());
        }
    }
}

} // namespace stele::read_mesh
