// Nothing here trusts a number before it is compared with what has come or with a limit.
#include "archive/readers/mesh_stream_reader.h"

#include "archive/base/unicode.h"
#include "archive/readers/face_sink.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stele::readers {

namespace {

Error bad(const std::string& what)
{
    return {Errc::malformed, "the mesh stream: " + what};
}

Result<std::string> read_text(ByteReader& in)
{
    STELE_TRY(const auto size, in.read<std::uint32_t>());
    if (size > kMaxStreamText)
        return bad("a text of " + std::to_string(size) + " bytes");
    STELE_TRY(const ByteSpan bytes, in.take(size));
    std::string text(as_text(bytes));
    if (!is_valid_utf8(text))
        return bad("a text that is not UTF-8");
    // What a hostile file says ends up on terminals and in reports.
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = ' ';
    return text;
}

Status all_read(const ByteReader& in, std::string_view what)
{
    if (in.remaining() != 0)
        return bad(
            std::string(what) + " with " + std::to_string(in.remaining()) + " bytes too many");
    return {};
}

template <class T>
Result<T> read_choice(ByteReader& in, std::uint8_t choices, std::string_view what)
{
    STELE_TRY(const auto value, in.read<std::uint8_t>());
    if (value >= choices)
        return bad(std::string(what) + " " + std::to_string(value));
    return static_cast<T>(value);
}

// Dotted lower case, as every code.
bool is_code(std::string_view code)
{
    return !code.empty() && code.size() <= 64 && std::all_of(code.begin(), code.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
}

Result<Finding> parse_finding(ByteReader in)
{
    Finding finding;
    STELE_TRY(finding.severity, read_choice<Severity>(in, 3, "a severity of"));
    STELE_TRY(finding.code, read_text(in));
    STELE_TRY(finding.where, read_text(in));
    STELE_TRY(finding.text, read_text(in));
    STELE_TRY(finding.count, in.read<std::uint64_t>());
    if (!is_code(finding.code))
        return bad("a finding without a code");
    STELE_CHECK(all_read(in, "a finding"));
    return finding;
}

Result<StreamMaterial> parse_material(ByteReader in)
{
    StreamMaterial material;
    STELE_TRY(material.name, read_text(in));
    STELE_TRY(const auto has_colour, in.read<std::uint8_t>());
    material.has_colour = has_colour != 0;
    STELE_TRY(material.colour, in.read<Rgba8>());
    STELE_TRY(material.texture, read_choice<StreamTexture>(in, 3, "a texture of kind"));
    STELE_TRY(material.file, read_text(in));
    STELE_TRY(material.image, in.read<std::uint32_t>());
    STELE_TRY(material.wrap_u, read_choice<Wrap>(in, 3, "a wrap mode"));
    STELE_TRY(material.wrap_v, read_choice<Wrap>(in, 3, "a wrap mode"));
    STELE_TRY(material.surface_area, in.read<double>());
    STELE_TRY(material.texture_area, in.read<double>());
    for (double* const area : {&material.surface_area, &material.texture_area})
        if (!std::isfinite(*area) || *area < 0)
            *area = 0;
    STELE_CHECK(all_read(in, "a material"));
    return material;
}

Result<StreamDraco> parse_draco(ByteReader in)
{
    StreamDraco request;
    STELE_TRY(request.size_bytes, in.read<std::uint64_t>());
    STELE_TRY(const auto count, in.read<std::uint32_t>());
    if (count > kMaxDracoAttributes || request.size_bytes > kMaxDracoBytes)
        return bad("a Draco request beyond its limits");
    for (std::uint32_t i = 0; i < count; ++i) {
        StreamDracoAttribute attribute;
        STELE_TRY(attribute.unique_id, in.read<std::uint32_t>());
        STELE_TRY(const auto component, in.read<std::uint32_t>());
        attribute.component = static_cast<StreamComponent>(component);
        STELE_TRY(attribute.components, in.read<std::uint32_t>());
        if (size_of(attribute.component) == 0 || attribute.components < 1 ||
            attribute.components > 4)
            return bad("a Draco attribute of an unknown type");
        request.attributes.push_back(attribute);
    }
    STELE_CHECK(all_read(in, "a Draco request"));
    return request;
}

} // namespace

Status MeshStreamReader::read_exactly(std::span<std::byte> out)
{
    while (!out.empty()) {
        STELE_TRY(const std::size_t count, source_->read_some(out));
        if (count == 0)
            return source_->early_end();
        out = out.subspan(count);
    }
    return {};
}

Status MeshStreamReader::read_payload(std::uint32_t size)
{
    if (size > kMaxStreamPayload)
        return bad("a message of " + std::to_string(size) + " bytes");
    payload_.resize(size);
    return read_exactly(payload_);
}

Status MeshStreamReader::next()
{
    if (is_pending_) {
        is_pending_ = false;
        return {};
    }
    for (;;) {
        std::array<std::uint32_t, 2> head{};
        STELE_CHECK(read_exactly(std::as_writable_bytes(std::span(head))));
        kind_ = static_cast<StreamKind>(head[0]);
        STELE_CHECK(read_payload(head[1]));
        if (kind_ == StreamKind::failure)
            return failure();
        if (kind_ != StreamKind::finding)
            return {};
        STELE_CHECK(keep_finding());
    }
}

Status MeshStreamReader::keep_finding()
{
    STELE_TRY(Finding finding, parse_finding(ByteReader(payload_)));
    if (findings_.size() >= kMaxStreamFindings)
        return bad("too many findings");
    findings_.push_back(std::move(finding));
    return {};
}

Error MeshStreamReader::failure() const
{
    ByteReader in(payload_);
    auto why = in.read<std::uint32_t>();
    auto text = read_text(in);
    if (!why || !text)
        return bad("a failure that says nothing");
    switch (static_cast<StreamFailure>(*why)) {
    case StreamFailure::memory:
        return {Errc::limit, "needs more memory than a reader may use: " + *text};
    case StreamFailure::limit:
        return {Errc::limit, *text};
    case StreamFailure::unsupported:
        return {Errc::unsupported, *text};
    case StreamFailure::malformed:
        break;
    }
    return {Errc::malformed, *text};
}

Status MeshStreamReader::read_prologue()
{
    std::array<std::byte, kMeshStreamMagic.size()> magic{};
    STELE_CHECK(read_exactly(magic));
    if (as_text(magic) != kMeshStreamMagic)
        return bad("its first bytes are not its own");
    std::array<std::uint32_t, 1> version{};
    STELE_CHECK(read_exactly(std::as_writable_bytes(std::span(version))));
    if (version[0] != kMeshStreamVersion)
        return bad("its version is " + std::to_string(version[0]) + ", not " +
                   std::to_string(kMeshStreamVersion) +
                   ": stele and stele-read-mesh are of different builds");
    return {};
}

Result<StreamScene> MeshStreamReader::parse_scene() const
{
    ByteReader in(payload_);
    StreamScene scene;
    STELE_TRY(scene.format, read_text(in));
    STELE_TRY(scene.metres_per_unit, in.read<double>());
    STELE_TRY(scene.up, read_choice<std::uint8_t>(in, 3, "an up axis of"));
    STELE_TRY(scene.units_reason, read_text(in));
    STELE_TRY(scene.up_reason, read_text(in));
    STELE_TRY(scene.vertices, in.read<std::uint64_t>());
    STELE_TRY(scene.faces, in.read<std::uint64_t>());
    STELE_TRY(const auto flags, in.read<std::uint8_t>());
    scene.has_normals = (flags & 1) != 0;
    scene.has_colours = (flags & 2) != 0;
    scene.has_texcoords = (flags & 4) != 0;
    STELE_CHECK(all_read(in, "a scene"));
    if (!(scene.metres_per_unit >= 0) || scene.metres_per_unit > 1e9 ||
        (scene.metres_per_unit > 0 && scene.metres_per_unit < 1e-12))
        return bad("a unit that no one measures in");
    if (scene.vertices > kMaxVertices)
        return Error(Errc::limit, "more than 4294967295 vertices");
    if (scene.faces > kMaxStreamFaces)
        return Error(Errc::limit, "more than 2^33 faces");
    return scene;
}

Result<Bytes> MeshStreamReader::read_data(std::uint64_t size)
{
    Bytes bytes;
    while (bytes.size() < size) {
        STELE_CHECK(next());
        if (kind_ != StreamKind::data || payload_.empty() || payload_.size() > size - bytes.size())
            return bad("data that is not what was announced");
        bytes.insert(bytes.end(), payload_.begin(), payload_.end());
    }
    return bytes;
}

Status MeshStreamReader::parse_image(StreamHead& head)
{
    ByteReader in(payload_);
    StreamImage image;
    STELE_TRY(image.name, read_text(in));
    STELE_TRY(image.pixels, read_choice<StreamPixels>(in, 2, "pixels of kind"));
    STELE_TRY(image.width, in.read<std::uint32_t>());
    STELE_TRY(image.height, in.read<std::uint32_t>());
    STELE_TRY(image.size_bytes, in.read<std::uint64_t>());
    STELE_CHECK(all_read(in, "an image"));
    if (head.images.size() >= kMaxStreamImages ||
        image.size_bytes > kMaxStreamImageBytes - image_bytes_)
        return Error(Errc::limit, "more than 1 GiB of pictures inside the file");
    if (image.pixels == StreamPixels::rgba8 &&
        (image.width == 0 || image.width > kMaxTextureSide || image.height == 0 ||
            image.height > kMaxTextureSide ||
            image.size_bytes != std::uint64_t{image.width} * image.height * sizeof(Rgba8)))
        return bad("a picture of " + std::to_string(image.width) + " x " +
                   std::to_string(image.height) + " in " + std::to_string(image.size_bytes) +
                   " bytes");
    STELE_TRY(Bytes bytes, read_data(image.size_bytes));
    image_bytes_ += image.size_bytes;
    head.images.push_back(std::move(image));
    head.image_bytes.push_back(std::move(bytes));
    return {};
}

// Leaves the first message that is none of them pending.
Status MeshStreamReader::parse_before_vertices(StreamHead& head)
{
    for (;;) {
        STELE_CHECK(next());
        if (kind_ == StreamKind::part && head.parts.size() < kMaxStreamParts) {
            ByteReader in(payload_);
            STELE_TRY(std::string named, read_text(in));
            STELE_CHECK(all_read(in, "a part"));
            head.parts.push_back({std::move(named)});
        } else if (kind_ == StreamKind::image) {
            STELE_CHECK(parse_image(head));
        } else if (kind_ == StreamKind::material && head.materials.size() < kMaxStreamMaterials) {
            STELE_TRY(StreamMaterial material, parse_material(ByteReader(payload_)));
            head.materials.push_back(std::move(material));
        } else {
            is_pending_ = true;
            return {};
        }
    }
}

Result<StreamHead> MeshStreamReader::read_head()
{
    STELE_CHECK(read_prologue());
    STELE_CHECK(next());
    if (kind_ != StreamKind::scene)
        return bad("its first message is not the scene");
    StreamHead head;
    STELE_TRY(head.scene, parse_scene());
    scene_ = head.scene;
    STELE_CHECK(parse_before_vertices(head));
    for (const StreamMaterial& material : head.materials)
        if (material.texture == StreamTexture::image && material.image >= head.images.size())
            return bad("a material whose picture does not exist");
    material_count_ = head.materials.size();
    return head;
}

Result<bool> MeshStreamReader::next_vertices(StreamVertices& out)
{
    out = {};
    STELE_CHECK(next());
    if (kind_ != StreamKind::vertices) {
        is_pending_ = true;
        if (vertices_ != scene_.vertices)
            return bad(std::to_string(vertices_) + " vertices instead of " +
                       std::to_string(scene_.vertices));
        return false;
    }
    ByteReader in(payload_);
    STELE_TRY(const auto count, in.read<std::uint32_t>());
    STELE_TRY(out.material, in.read<std::uint32_t>());
    if (count == 0 || count > kMaxStreamCount || count > scene_.vertices - vertices_)
        return bad("a batch of " + std::to_string(count) + " vertices");
    if (out.material != kNoStreamMaterial && out.material >= material_count_)
        return bad("vertices of a material that does not exist");
    STELE_TRY(out.positions, in.read_array<Vec3d>(count));
    if (scene_.has_normals) {
        STELE_TRY(out.normals, in.read_array<Vec3f>(count));
    }
    if (scene_.has_colours) {
        STELE_TRY(out.colours, in.read_array<Rgba8>(count));
    }
    if (scene_.has_texcoords) {
        STELE_TRY(out.texcoords, in.read_array<Vec2f>(count));
    }
    STELE_CHECK(all_read(in, "vertices"));
    vertices_ += count;
    return true;
}

Status MeshStreamReader::parse_end()
{
    ByteReader in(payload_);
    STELE_TRY(const auto vertices, in.read<std::uint64_t>());
    STELE_TRY(const auto faces, in.read<std::uint64_t>());
    STELE_CHECK(all_read(in, "an end"));
    if (vertices != vertices_ || faces != faces_ || faces_ != scene_.faces)
        return bad("its end does not fit what came before it");
    return {};
}

Result<bool> MeshStreamReader::next_faces(StreamFaces& out)
{
    out.sizes.clear();
    out.corners.clear();
    STELE_CHECK(next());
    if (kind_ == StreamKind::end) {
        is_pending_ = true;
        STELE_CHECK(parse_end());
        return false;
    }
    if (kind_ != StreamKind::faces)
        return bad("a message of kind " + std::to_string(static_cast<std::uint32_t>(kind_)) +
                   " among the faces");
    ByteReader in(payload_);
    STELE_TRY(const auto count, in.read<std::uint32_t>());
    STELE_TRY(const auto corners, in.read<std::uint32_t>());
    if (count == 0 || count > kMaxStreamCount || corners > kMaxStreamCorners ||
        count > scene_.faces - faces_)
        return bad("a batch of " + std::to_string(count) + " faces");
    STELE_TRY(out.sizes, in.read_array<std::uint32_t>(count));
    STELE_TRY(out.corners, in.read_array<std::uint32_t>(corners));
    STELE_CHECK(all_read(in, "faces"));
    std::uint64_t sum = 0;
    for (const std::uint32_t size : out.sizes)
        sum += size;
    if (sum != corners)
        return bad("faces whose sizes are not the number of corners");
    faces_ += count;
    return true;
}

Result<bool> MeshStreamReader::next_draco(StreamDraco& request, Bytes& bytes)
{
    std::array<std::byte, 1> first{};
    STELE_TRY(const std::size_t count, source_->read_some(first));
    if (count == 0)
        return false;
    std::array<std::byte, 8> head{first[0]};
    STELE_CHECK(read_exactly(std::span(head).subspan(1)));
    std::array<std::uint32_t, 2> numbers{};
    std::memcpy(numbers.data(), head.data(), head.size());
    if (static_cast<StreamKind>(numbers[0]) != StreamKind::draco)
        return bad("a message that is no Draco request");
    STELE_CHECK(read_payload(numbers[1]));
    STELE_TRY(request, parse_draco(ByteReader(payload_)));
    STELE_TRY(bytes, read_data(request.size_bytes));
    return true;
}

Result<MeshStreamReader::Decoded> MeshStreamReader::read_decoded(std::uint64_t stride_bytes)
{
    STELE_CHECK(next());
    if (kind_ != StreamKind::decoded)
        return bad("an answer that is no decoded mesh");
    ByteReader in(payload_);
    Decoded decoded;
    STELE_TRY(decoded.vertices, in.read<std::uint32_t>());
    STELE_TRY(decoded.indices, in.read<std::uint32_t>());
    STELE_CHECK(all_read(in, "a decoded mesh"));
    const std::uint64_t size =
        decoded.vertices * stride_bytes + decoded.indices * std::uint64_t{sizeof(std::uint32_t)};
    if (size > kMaxDracoBytes)
        return Error(Errc::limit,
            "a primitive that takes " + std::to_string(size) + " bytes when it is decoded");
    STELE_TRY(decoded.bytes, read_data(size));
    return decoded;
}

} // namespace stele::readers
