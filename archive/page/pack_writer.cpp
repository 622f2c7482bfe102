// Pages of one call are encoded in parallel and written in order.
#include "archive/page/pack_writer.h"

#include "archive/base/cpu_time.h"
#include "archive/base/parallel.h"
#include "archive/page/encode.h"
#include "archive/page/index.h"
#include "archive/page/layout.h"

#include <algorithm>
#include <span>

namespace stele::page {

namespace {

constexpr std::size_t kMaxPackEntries = 60000; // any zip program counts to 65 535

// Where pages end within the groups of one call: as equal as whole groups allow, near
// kPageTriangles.
Result<std::vector<std::size_t>> page_ends(std::span<const LodGroup> groups)
{
    std::uint64_t left = 0;
    for (const LodGroup& group : groups)
        left += group.triangles.size();
    std::vector<std::size_t> ends;
    std::size_t next = 0;
    while (next < groups.size()) {
        const std::uint64_t pages =
            std::max<std::uint64_t>(1, (left + kPageTriangles / 2) / kPageTriangles);
        const std::uint64_t aim = left / pages;
        std::uint64_t triangles = groups[next].triangles.size();
        std::uint64_t vertices = groups[next].positions.size();
        ++next;
        for (; next < groups.size(); ++next) {
            const std::uint64_t more = triangles + groups[next].triangles.size();
            const std::uint64_t more_vertices = vertices + groups[next].positions.size();
            if (more > kMaxPageTriangles || more_vertices > kMaxPageVertices)
                break;
            if (more > aim && more - aim > aim - std::min(aim, triangles))
                break;
            triangles = more;
            vertices = more_vertices;
        }
        left -= triangles;
        ends.push_back(next);
    }
    return ends;
}

Status check_root(std::span<const LodGroup> root)
{
    std::uint64_t triangles = 0;
    for (const LodGroup& group : root) {
        if (!group.terminal)
            return Error(
                Errc::invalid_argument, "a group that is not terminal follows one that is");
        triangles += group.triangles.size();
    }
    if (triangles > kRootPageTriangles)
        return Error(Errc::limit, "root page of " + std::to_string(triangles) + " triangles");
    return {};
}

} // namespace

Result<std::unique_ptr<PackWriter>> PackWriter::create(
    Io& io, const std::filesystem::path& directory, const PackOptions& options)
{
    auto writer = std::unique_ptr<PackWriter>(new PackWriter(io, directory, options));
    if (writer->options_.max_pack_bytes == 0)
        writer->options_.max_pack_bytes = kMaxPackBytes;
    return writer;
}

Status PackWriter::check_call(const std::vector<LodGroup>& groups)
{
    if (has_root_)
        return Error(Errc::invalid_argument, "groups after the terminal ones");
    if (groups.front().key.value != index_.groups.size())
        return Error(Errc::invalid_argument, "group " + std::to_string(groups.front().key.value) +
                                                 " follows " +
                                                 std::to_string(index_.groups.size()) + " groups");
    const bool colours = !groups.front().colours.empty();
    const bool normals = !groups.front().normals.empty();
    if (index_.groups.empty()) {
        has_colours_ = colours;
        has_normals_ = normals;
    } else if (has_colours_ != colours || has_normals_ != normals) {
        return Error(Errc::invalid_argument, "only some groups have colours or normals");
    }
    return {};
}

Status PackWriter::take(std::vector<LodGroup> groups)
{
    if (groups.empty())
        return {};
    STELE_CHECK(check_call(groups));
    const auto first_terminal = std::find_if(
        groups.begin(), groups.end(), [](const LodGroup& group) { return group.terminal; });
    const auto finer = static_cast<std::size_t>(first_terminal - groups.begin());
    const std::span<const LodGroup> all(groups);
    STELE_TRY(std::vector<std::size_t> ends, page_ends(all.first(finer)));
    if (finer < groups.size()) {
        STELE_CHECK(check_root(all.subspan(finer)));
        ends.push_back(groups.size());
        has_root_ = true;
    }

    std::vector<EncodedPage> pages(ends.size());
    std::vector<double> seconds(ends.size());
    STELE_CHECK(parallel_for(ends.size(), options_.jobs, [&](std::size_t i) -> Status {
        CpuTime timer;
        const std::size_t begin = i == 0 ? 0 : ends[i - 1];
        STELE_TRY(pages[i], encode_page(all.subspan(begin, ends[i] - begin), options_.grid));
        seconds[i] = timer.lap();
        return {};
    }));
    for (const double s : seconds)
        encode_s_ += s;
    CpuTime timer;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        STELE_CHECK(write_page(pages[i].record, pages[i].glb));
        for (std::size_t g = i == 0 ? 0 : ends[i - 1]; g < ends[i]; ++g)
            note_group(groups[g]);
    }
    write_s_ += timer.lap();
    return {};
}

Status PackWriter::write_page(PageRecord record, ByteSpan glb)
{
    const std::string name = page_entry_name(static_cast<std::uint32_t>(index_.pages.size()));
    if (pack_ && (pack_->size_with(name, glb.size()) > options_.max_pack_bytes ||
                     pack_->entry_count() >= kMaxPackEntries)) {
        STELE_CHECK(pack_->finish());
        pack_.reset();
    }
    const bool first = index_.pages.empty();
    record.pack = first ? 0 : index_.pages.back().pack + (pack_ ? 0 : 1);
    if (!pack_) {
        if (record.pack >= kMaxPacks)
            return Error(Errc::limit, "more than " + std::to_string(kMaxPacks) + " packs");
        STELE_TRY(pack_, PackFile::create(io_, directory_ / pack_name(record.pack)));
    }
    STELE_TRY(record.offset, pack_->add(name, glb));
    index_.pages.push_back(record);
    return {};
}

void PackWriter::note_group(const LodGroup& group)
{
    GroupRecord record;
    record.page = {static_cast<std::uint32_t>(index_.pages.size() - 1)};
    record.level = group.level;
    record.triangles = static_cast<std::uint32_t>(group.triangles.size());
    record.bound = group.bound;
    record.error = group.error;
    index_.groups.push_back(record);

    std::vector<std::uint32_t> refined;
    for (const LodCluster& cluster : group.clusters)
        if (!cluster.refined.is_none())
            refined.push_back(cluster.refined.value);
    std::sort(refined.begin(), refined.end());
    refined.erase(std::unique(refined.begin(), refined.end()), refined.end());
    for (const std::uint32_t child : refined)
        links_.push_back({child, group.key.value});
}

Result<PageIndex> PackWriter::finish(const AssetInfo& asset)
{
    if (!has_root_)
        return Error(Errc::invalid_argument, "no terminal group was taken");
    if (!(asset.grid == options_.grid) || asset.has_colours != has_colours_ ||
        asset.has_normals != has_normals_)
        return Error(
            Errc::invalid_argument, "asset and groups disagree on grid, colours or normals");
    STELE_CHECK(pack_->finish());
    pack_.reset();

    // Links were noted in order of parents; a stable sort keeps them ascending within a child.
    std::stable_sort(links_.begin(), links_.end(),
        [](const ParentLink& a, const ParentLink& b) { return a.child < b.child; });
    std::size_t next = 0;
    for (std::size_t g = 0; g < index_.groups.size(); ++g) {
        GroupRecord& group = index_.groups[g];
        group.first_parent = static_cast<std::uint32_t>(index_.parents.size());
        for (; next < links_.size() && links_[next].child == g; ++next)
            index_.parents.push_back({links_[next].parent});
        group.parent_count = static_cast<std::uint32_t>(index_.parents.size()) - group.first_parent;
    }
    index_.asset = asset;
    index_.root = {static_cast<std::uint32_t>(index_.pages.size() - 1)};
    STELE_TRY(const Bytes bytes, write_index(index_));
    STELE_CHECK(write_new_file(io_, directory_ / kIndexName, bytes));
    return std::move(index_);
}

} // namespace stele::page
