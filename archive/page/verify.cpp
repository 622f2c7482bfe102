// Pages are judged one by one in parallel; findings are gathered in page order.
#include "archive/page/verify.h"

#include "archive/base/digest.h"
#include "archive/page/decode.h"
#include "archive/page/glb.h"
#include "archive/page/layout.h"
#include "archive/page/pack.h"

#include <algorithm>
#include <optional>

namespace stele::page {

namespace {

using Link = std::pair<std::uint32_t, std::uint32_t>; // child, parent

struct PageFindings {
    Findings findings;
    std::vector<Link> links;
};

void add(Findings& out, std::string_view code, std::string_view where, std::string text)
{
    out.push_back({Severity::error, std::string(code), std::string(where), std::move(text)});
}

bool same(const Sphere& a, const Sphere& b)
{
    return a.centre == b.centre && a.radius == b.radius;
}
bool same(const GroupError& a, const GroupError& b)
{
    return a.geometric_m == b.geometric_m && a.appearance_m == b.appearance_m &&
           a.selection_m == b.selection_m;
}

void check_groups(
    const PageIndex& index, const PageTable& table, const std::string& where, PageFindings& out)
{
    for (const GroupEntry& entry : table.groups) {
        const GroupRecord& group = index.groups[entry.key];
        if (entry.level != group.level || entry.triangles != group.triangles ||
            !same(sphere_of(entry.centre, entry.radius), group.bound) ||
            !same({entry.geometric_m, entry.appearance_m, entry.selection_m}, group.error))
            add(out.findings, "page.table-differs", where,
                "group " + std::to_string(entry.key) + " is described differently by the index");
    }
    for (const ClusterEntry& cluster : table.clusters)
        if (cluster.refined != GroupKey::kNone)
            out.links.push_back({cluster.refined, table.groups[cluster.group].key});
    std::sort(out.links.begin(), out.links.end());
    out.links.erase(std::unique(out.links.begin(), out.links.end()), out.links.end());
}

void check_spheres(const DecodedPage& page, const PageRecord& record, double step_m,
    const std::string& where, Findings& out)
{
    const auto outside = [&](const Sphere& s, std::size_t first, std::size_t count) {
        for (std::size_t v = first; v < first + count; ++v) {
            const Vec3d p = (to_double(page.positions[v]) + to_double(page.origin)) * step_m;
            if (length(p - s.centre) > s.radius * (1 + 0x1p-40))
                return true;
        }
        return false;
    };
    if (outside(record.bound, 0, page.positions.size()))
        add(out, "page.sphere", where, "triangles reach outside the page's sphere");
    for (const DecodedCluster& c : page.clusters)
        if (outside(c.bound, c.first_vertex, c.vertex_count))
            add(out, "page.sphere", where, "triangles reach outside a cluster's sphere");
}

// The stream that an accessor names, as the glTF says it.
bool names_stream(const Glb& glb, const Json& accessor_number, StreamRange range,
    std::string_view mode, std::string_view filter, std::uint64_t count)
{
    const auto element = [&](std::string_view array, const Json& number) -> const Json* {
        const Json::Array* const all = glb.document[array].elements();
        const std::uint64_t i = number.unsigned_or(~std::uint64_t{0});
        return all != nullptr && i < all->size() ? &(*all)[i] : nullptr;
    };
    const Json* const accessor = element("accessors", accessor_number);
    const Json* const view =
        accessor == nullptr ? nullptr : element("bufferViews", (*accessor)["bufferView"]);
    if (view == nullptr || (*accessor)["count"].unsigned_or(0) != count)
        return false;
    const Json& codec = (*view)["extensions"]["EXT_meshopt_compression"];
    return codec["buffer"].unsigned_or(1) == 0 && codec["count"].unsigned_or(0) == count &&
           codec["byteOffset"].unsigned_or(0) + glb.bin_offset == range.offset &&
           codec["byteLength"].unsigned_or(0) == range.bytes &&
           codec["mode"].string_or("") == mode && codec["filter"].string_or("") == filter;
}

bool is_vector(const Json& json, Vec3d v)
{
    const Json::Array* const a = json.elements();
    return a != nullptr && a->size() == 3 && (*a)[0].number_or(v.x + 1) == v.x &&
           (*a)[1].number_or(v.y + 1) == v.y && (*a)[2].number_or(v.z + 1) == v.z;
}

// What another program reads through the JSON must be what Stele reads through the index.
bool gltf_agrees(const Glb& glb, const PageRecord& page, const Grid& grid)
{
    const Json::Array* const meshes = glb.document["meshes"].elements();
    const Json::Array* const nodes = glb.document["nodes"].elements();
    if (meshes == nullptr || nodes == nullptr || meshes->size() != 1 || nodes->size() != 1)
        return false;
    const Json::Array* const primitives = (*meshes)[0]["primitives"].elements();
    if (primitives == nullptr || primitives->size() != 1)
        return false;
    const Json& primitive = (*primitives)[0];
    const Json& attributes = primitive["attributes"];
    const auto optional_stream = [&](std::string_view name, StreamRange range,
                                     std::string_view filter) {
        return range.bytes == 0 ? attributes.find(name) == nullptr
                                : names_stream(glb, attributes[name], range, "ATTRIBUTES", filter,
                                      page.vertices);
    };
    return optional_stream("POSITION", page.positions, "EXPONENTIAL") &&
           optional_stream("COLOR_0", page.colours, "") &&
           optional_stream("NORMAL", page.normals, "OCTAHEDRAL") &&
           names_stream(glb, primitive["indices"], page.indices, "TRIANGLES", "",
               std::uint64_t{page.triangles} * 3) &&
           is_vector((*nodes)[0]["translation"], to_double(page.origin) * grid.step_m) &&
           is_vector((*nodes)[0]["scale"], {grid.step_m, grid.step_m, grid.step_m});
}

PageFindings verify_page(
    const AssetFile& asset, PageId id, std::optional<std::uint32_t> zip_checksum)
{
    const PageIndex& index = asset.index();
    const PageRecord& record = index.pages[id.value];
    const std::string where = pack_name(record.pack) + "/" + page_entry_name(id.value);
    PageFindings out;
    const Result<Bytes> glb = asset.read_page(id);
    if (!glb) {
        add(out.findings, "page.unreadable", where, glb.error().text());
        return out;
    }
    if (zip_checksum && *zip_checksum != crc32_zip(*glb))
        add(out.findings, "pack.checksum", where, "the zip's checksum is not that of the page");
    const Result<DecodedPage> page = decode_page(*glb, record, index.asset);
    const Result<PageTable> table = read_table(stream(*glb, record.cluster_table), record);
    if (!page || !table) {
        add(out.findings, "page.malformed", where, (page ? table.error() : page.error()).text());
        return out;
    }
    check_groups(index, *table, where, out);
    check_spheres(*page, record, index.asset.grid.step_m, where, out.findings);
    const Result<Glb> gltf = read_glb(*glb);
    if (!gltf)
        add(out.findings, "page.gltf", where, gltf.error().text());
    else if (!gltf_agrees(*gltf, record, index.asset.grid))
        add(out.findings, "page.gltf", where, "its glTF describes other streams than the index");
    return out;
}

// The zip's own checksum of each page, as far as the directories can be read.
using ZipChecksums = std::vector<std::optional<std::uint32_t>>;

ZipChecksums verify_packs(const AssetFile& asset, Findings& out)
{
    const PageIndex& index = asset.index();
    ZipChecksums checksums(index.pages.size());
    std::size_t next_page = 0;
    for (std::size_t p = 0; p < asset.pack_count(); ++p) {
        const std::string where = pack_name(static_cast<std::uint32_t>(p));
        const auto entries = read_pack_directory(asset.pack(p));
        if (!entries) {
            add(out, "pack.structure", where, entries.error().text());
            while (next_page < index.pages.size() && index.pages[next_page].pack == p)
                ++next_page;
            continue;
        }
        bool agrees = true;
        for (const PackEntry& entry : *entries) {
            if (next_page >= index.pages.size() || index.pages[next_page].pack != p) {
                agrees = false;
                break;
            }
            const PageRecord& page = index.pages[next_page];
            agrees = agrees &&
                     entry.name == page_entry_name(static_cast<std::uint32_t>(next_page)) &&
                     entry.offset == page.offset && entry.bytes == page.bytes;
            checksums[next_page] = entry.crc32;
            ++next_page;
        }
        for (; next_page < index.pages.size() && index.pages[next_page].pack == p; ++next_page)
            agrees = false;
        if (!agrees)
            add(out, "pack.structure", where, "its directory and the index name different pages");
    }
    return checksums;
}

void verify_parents(const PageIndex& index, std::vector<Link> links, Findings& out)
{
    std::sort(links.begin(), links.end());
    std::size_t next = 0;
    for (std::uint32_t g = 0; g < index.groups.size(); ++g) {
        const GroupRecord& group = index.groups[g];
        bool agrees = true;
        for (std::uint32_t i = 0; i < group.parent_count; ++i, ++next)
            agrees = agrees && next < links.size() &&
                     links[next] == Link{g, index.parents[group.first_parent + i].value};
        agrees = agrees && (next >= links.size() || links[next].first != g);
        if (!agrees) {
            add(out, "index.parents", "group " + std::to_string(g),
                "the index names other parents than the pages");
            return; // what follows would be a consequence
        }
    }
    if (next != links.size())
        add(out, "index.parents", "index.stele", "the pages refine more groups than the index has");
}

} // namespace

Result<VerifyReport> verify_asset(const AssetFile& asset, const VerifyOptions& options)
{
    const PageIndex& index = asset.index();
    VerifyReport report;
    report.packs = asset.pack_count();
    report.pages = index.pages.size();
    report.groups = index.groups.size();
    for (const PageRecord& page : index.pages) {
        report.clusters += page.clusters;
        report.triangles += page.triangles;
        report.bytes += page.bytes;
    }
    const ZipChecksums checksums = verify_packs(asset, report.findings);

    std::vector<PageFindings> pages(index.pages.size());
    STELE_CHECK(parallel_for(pages.size(), options.jobs, [&](std::size_t p) -> Status {
        if (options.cancel != nullptr && options.cancel->requested)
            return Error(Errc::cancelled, "verification");
        pages[p] = verify_page(asset, {static_cast<std::uint32_t>(p)}, checksums[p]);
        return {};
    }));
    std::vector<Link> links;
    bool complete = true;
    for (PageFindings& page : pages) {
        complete = complete && page.findings.empty();
        links.insert(links.end(), page.links.begin(), page.links.end());
        std::move(page.findings.begin(), page.findings.end(), std::back_inserter(report.findings));
    }
    if (complete)
        verify_parents(index, std::move(links), report.findings);
    return report;
}

} // namespace stele::page
