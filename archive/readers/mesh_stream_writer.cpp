// Each message is gathered in memory and sent with its size.
#include "archive/readers/mesh_stream_writer.h"

#include "archive/base/shown_text.h"
#include "archive/base/unicode.h"

#include <algorithm>
#include <cassert>

namespace stele::readers {

void MeshStreamWriter::message(StreamKind kind)
{
    const Bytes payload = payload_.take();
    payload_ = {};
    assert(payload.size() <= kMaxStreamPayload);
    ByteWriter head;
    head.write(static_cast<std::uint32_t>(kind));
    head.write(static_cast<std::uint32_t>(payload.size()));
    good_ = good_ && send_(head.bytes()) && (payload.empty() || send_(payload));
}

void MeshStreamWriter::text(std::string_view text)
{
    const std::string all = to_valid_utf8(text);
    const std::string_view valid = first_characters(all, kMaxStreamText);
    payload_.write(static_cast<std::uint32_t>(valid.size()));
    payload_.write_text(valid);
}

void MeshStreamWriter::data(ByteSpan bytes)
{
    while (!bytes.empty() && good_) {
        const ByteSpan part = bytes.first(std::min<std::size_t>(bytes.size(), kMaxStreamPayload));
        payload_.write_bytes(part);
        message(StreamKind::data);
        bytes = bytes.subspan(part.size());
    }
}

template <class T>
void MeshStreamWriter::array(const std::vector<T>& values)
{
    payload_.write_bytes(std::as_bytes(std::span(values)));
}

void MeshStreamWriter::prologue()
{
    ByteWriter bytes;
    bytes.write_text(kMeshStreamMagic);
    bytes.write(kMeshStreamVersion);
    good_ = good_ && send_(bytes.bytes());
}

void MeshStreamWriter::scene(const StreamScene& scene)
{
    text(scene.format);
    payload_.write(scene.metres_per_unit);
    payload_.write(scene.up);
    text(scene.units_reason);
    text(scene.up_reason);
    payload_.write(scene.vertices);
    payload_.write(scene.faces);
    payload_.write(static_cast<std::uint8_t>(
        (scene.has_normals ? 1 : 0) | (scene.has_colours ? 2 : 0) | (scene.has_texcoords ? 4 : 0)));
    message(StreamKind::scene);
}

void MeshStreamWriter::finding(const Finding& finding)
{
    payload_.write(static_cast<std::uint8_t>(finding.severity));
    text(finding.code);
    text(finding.where);
    text(finding.text);
    payload_.write(finding.count);
    message(StreamKind::finding);
}

void MeshStreamWriter::part(const StreamPart& part)
{
    text(part.named);
    message(StreamKind::part);
}

void MeshStreamWriter::image(const StreamImage& image, ByteSpan bytes)
{
    text(image.name);
    payload_.write(static_cast<std::uint8_t>(image.pixels));
    payload_.write(image.width);
    payload_.write(image.height);
    payload_.write(static_cast<std::uint64_t>(bytes.size()));
    message(StreamKind::image);
    data(bytes);
}

void MeshStreamWriter::material(const StreamMaterial& material)
{
    text(material.name);
    payload_.write(static_cast<std::uint8_t>(material.has_colour ? 1 : 0));
    payload_.write(material.colour);
    payload_.write(static_cast<std::uint8_t>(material.texture));
    text(material.file);
    payload_.write(material.image);
    payload_.write(static_cast<std::uint8_t>(material.wrap_u));
    payload_.write(static_cast<std::uint8_t>(material.wrap_v));
    payload_.write(material.surface_area);
    payload_.write(material.texture_area);
    message(StreamKind::material);
}

void MeshStreamWriter::vertices(const StreamVertices& vertices)
{
    payload_.write(static_cast<std::uint32_t>(vertices.positions.size()));
    payload_.write(vertices.material);
    array(vertices.positions);
    array(vertices.normals);
    array(vertices.colours);
    array(vertices.texcoords);
    message(StreamKind::vertices);
}

void MeshStreamWriter::faces(const StreamFaces& faces)
{
    payload_.write(static_cast<std::uint32_t>(faces.sizes.size()));
    payload_.write(static_cast<std::uint32_t>(faces.corners.size()));
    array(faces.sizes);
    array(faces.corners);
    message(StreamKind::faces);
}

void MeshStreamWriter::end(std::uint64_t vertices, std::uint64_t faces)
{
    payload_.write(vertices);
    payload_.write(faces);
    message(StreamKind::end);
}

void MeshStreamWriter::failure(StreamFailure why, std::string_view reason)
{
    payload_.write(static_cast<std::uint32_t>(why));
    text(reason);
    message(StreamKind::failure);
}

void MeshStreamWriter::draco(const StreamDraco& request, ByteSpan compressed)
{
    payload_.write(static_cast<std::uint64_t>(compressed.size()));
    payload_.write(static_cast<std::uint32_t>(request.attributes.size()));
    for (const StreamDracoAttribute& attribute : request.attributes) {
        payload_.write(attribute.unique_id);
        payload_.write(static_cast<std::uint32_t>(attribute.component));
        payload_.write(attribute.components);
    }
    message(StreamKind::draco);
    data(compressed);
}

void MeshStreamWriter::decoded(
    std::uint32_t vertices, std::uint32_t indices, std::span<const ByteSpan> parts)
{
    payload_.write(vertices);
    payload_.write(indices);
    message(StreamKind::decoded);
    for (const ByteSpan part : parts)
        data(part);
}

} // namespace stele::readers
