// A file: magic, checksum of the rest, fingerprint, then the groups level by level and what is
// left. Written aside and renamed; not synced, because the checksum tells a torn one.
#include "archive/lod/brick_results.h"

#include "archive/base/digest.h"
#include "archive/base/file.h"
#include "archive/lod/raw_arrays.h"

namespace stele::lod {

namespace {

constexpr std::uint32_t kMagic = 0x31725453; // "STr1": change it with the layout
constexpr std::uint64_t kMaxBytes = std::uint64_t(4) << 30;

struct Head {
    std::uint32_t magic = kMagic, crc = 0, fingerprint = 0, levels = 0, next_level = 0;
};

struct GroupHead {
    GroupKey key;
    std::uint32_t level = 0, terminal = 0;
    std::uint32_t positions = 0, colours = 0, normals = 0, triangles = 0, clusters = 0;
    Sphere bound;
    GroupError error;
};

struct RestHead {
    std::uint32_t positions = 0, colours = 0, normals = 0, triangles = 0, clusters = 0;
};

void put_group(Bytes& to, const LodGroup& g)
{
    GroupHead head;
    head.key = g.key;
    head.level = g.level;
    head.terminal = g.terminal ? 1 : 0;
    head.positions = std::uint32_t(g.positions.size());
    head.colours = std::uint32_t(g.colours.size());
    head.normals = std::uint32_t(g.normals.size());
    head.triangles = std::uint32_t(g.triangles.size());
    head.clusters = std::uint32_t(g.clusters.size());
    head.bound = g.bound;
    head.error = g.error;
    put_value(to, head);
    put<Vec3i>(to, g.positions);
    put<Rgba8>(to, g.colours);
    put<Vec3f>(to, g.normals);
    put_triangles(to, g.triangles, g.positions.size());
    put<LodCluster>(to, g.clusters);
}

bool get_group(ByteSpan& from, LodGroup& g)
{
    GroupHead head;
    if (!get_value(from, head))
        return false;
    g.key = head.key;
    g.level = head.level;
    g.terminal = head.terminal != 0;
    g.bound = head.bound;
    g.error = head.error;
    return get(from, head.positions, g.positions) && get(from, head.colours, g.colours) &&
           get(from, head.normals, g.normals) &&
           get_triangles(from, head.triangles, head.positions, g.triangles) &&
           get(from, head.clusters, g.clusters);
}

void put_rest(Bytes& to, const Front& rest)
{
    put_value(to, RestHead{std::uint32_t(rest.positions.size()), std::uint32_t(rest.colours.size()),
                      std::uint32_t(rest.normals.size()), std::uint32_t(rest.triangles.size()),
                      std::uint32_t(rest.clusters.size())});
    put<Vec3i>(to, rest.positions);
    put<Rgba8>(to, rest.colours);
    put<Vec3f>(to, rest.normals);
    put_triangles(to, rest.triangles, rest.positions.size());
    put<PendingCluster>(to, rest.clusters);
}

bool get_rest(ByteSpan& from, Front& rest)
{
    RestHead head;
    return get_value(from, head) && get(from, head.positions, rest.positions) &&
           get(from, head.colours, rest.colours) && get(from, head.normals, rest.normals) &&
           get_triangles(from, head.triangles, head.positions, rest.triangles) &&
           get(from, head.clusters, rest.clusters);
}

constexpr std::size_t kUnchecked = sizeof(Head::magic) + sizeof(Head::crc);

std::optional<ReducedBrick> parse(ByteSpan bytes, std::uint32_t fingerprint)
{
    ByteSpan rest = bytes;
    Head head;
    if (!get_value(rest, head) || head.magic != kMagic || head.fingerprint != fingerprint ||
        head.crc != crc32c(bytes.subspan(kUnchecked)))
        return std::nullopt;
    ReducedBrick out;
    out.next_level = head.next_level;
    for (std::uint32_t l = 0; l < head.levels; ++l) {
        std::uint32_t groups = 0;
        if (!get_value(rest, groups) || groups > rest.size() / sizeof(GroupHead))
            return std::nullopt;
        out.levels.emplace_back(groups);
        for (LodGroup& g : out.levels.back())
            if (!get_group(rest, g))
                return std::nullopt;
    }
    if (!get_rest(rest, out.residue) || !rest.empty())
        return std::nullopt;
    return out;
}

} // namespace

BrickResults::Key BrickResults::key_of(std::uint32_t stage, std::size_t brick, const Brick& content)
{
    std::uint32_t crc = crc32c(std::as_bytes(std::span(content.front.positions)));
    crc = crc32c(std::as_bytes(std::span(content.front.colours)), crc);
    crc = crc32c(std::as_bytes(std::span(content.front.normals)), crc);
    crc = crc32c(std::as_bytes(std::span(content.front.triangles)), crc);
    crc = crc32c(std::as_bytes(std::span(content.border)), crc);
    return {stage, brick, crc};
}

std::filesystem::path BrickResults::path_of(const Key& key) const
{
    return folder_ / ("brick-" + std::to_string(key.stage) + "-" + std::to_string(key.brick));
}

std::optional<ReducedBrick> BrickResults::find(const Key& key)
{
    const auto bytes = read_file(path_of(key), kMaxBytes);
    if (!bytes)
        return std::nullopt;
    auto reduced = parse(*bytes, key.fingerprint);
    found_ += reduced ? 1 : 0;
    return reduced;
}

Status BrickResults::keep(const Key& key, const ReducedBrick& reduced)
{
    Head head;
    head.fingerprint = key.fingerprint;
    head.levels = std::uint32_t(reduced.levels.size());
    head.next_level = reduced.next_level;
    Bytes bytes;
    put_value(bytes, head);
    for (const std::vector<LodGroup>& level : reduced.levels) {
        put_value(bytes, std::uint32_t(level.size()));
        for (const LodGroup& g : level)
            put_group(bytes, g);
    }
    put_rest(bytes, reduced.residue);
    const std::uint32_t crc = crc32c(ByteSpan(bytes).subspan(kUnchecked));
    std::memcpy(bytes.data() + sizeof(Head::magic), &crc, sizeof(crc));

    const std::filesystem::path path = path_of(key);
    std::filesystem::path aside = path;
    aside += ".part";
    // What a killed writer left is in the way of a new one.
    std::error_code error;
    if (std::filesystem::exists(aside, error))
        STELE_CHECK(io_.remove_file(aside));
    STELE_TRY(const auto file, io_.create_file(aside));
    STELE_CHECK(file->write(bytes).in(aside.string()));
    STELE_CHECK(file->close());
    STELE_CHECK(io_.rename_replace(aside, path));
    ++kept_;
    return {};
}

} // namespace stele::lod
