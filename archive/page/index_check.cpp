// The rules of a page index, checked after reading and before writing.
#include "archive/page/index.h"
#include "archive/page/table.h"

#include <cmath>

namespace stele::page {

namespace {

Error bad(std::string text)
{
    return {Errc::malformed, "index: " + std::move(text)};
}

bool is_power_of_two(double v)
{
    int exponent = 0;
    return std::isfinite(v) && std::frexp(v, &exponent) == 0.5;
}

Status check_asset(const AssetInfo& asset)
{
    if (!is_power_of_two(asset.grid.step_m))
        return bad("grid step is not a power of two");
    if (!is_finite(asset.grid.origin_m))
        return bad("grid origin is not finite");
    if (!(asset.quantisation_m >= 0) || std::isinf(asset.quantisation_m))
        return bad("quantisation is not a distance");
    if (!asset.bounds.empty() && !(is_finite(asset.bounds.min) && is_finite(asset.bounds.max)))
        return bad("bounds are not finite");
    return {};
}

// Pages lie in their packs in order, aligned, without overlap.
Status check_place(const PageRecord& page, const PageRecord* previous)
{
    if (page.pack >= kMaxPacks || page.offset % kPageAlignment != 0 ||
        page.offset > std::uint64_t{1} << 32)
        return bad("page at byte " + std::to_string(page.offset) + " of pack " +
                   std::to_string(page.pack));
    if (previous == nullptr)
        return page.pack == 0 ? Status() : Status(bad("the first page is not in the first pack"));
    const bool next_pack = page.pack == previous->pack + 1;
    const bool behind =
        page.pack == previous->pack && page.offset >= previous->offset + previous->bytes;
    if (!next_pack && !behind)
        return bad("pages overlap or are out of order");
    return {};
}

Status check_page(const PageIndex& index, std::size_t p, std::uint64_t first_group)
{
    const PageRecord& page = index.pages[p];
    const std::string name = "page " + std::to_string(p);
    STELE_CHECK(check_page_record(page, index.asset).in("index: " + name));
    STELE_CHECK(check_place(page, p == 0 ? nullptr : &index.pages[p - 1]));
    if (page.first_group != first_group || page.group_count > index.groups.size() - first_group)
        return bad(name + ": groups out of range");
    std::uint64_t triangles = 0;
    std::uint32_t level = 0;
    for (std::uint32_t g = 0; g < page.group_count; ++g) {
        const GroupRecord& group = index.groups[first_group + g];
        if (group.page.value != p)
            return bad("group " + std::to_string(first_group + g) + ": names page " +
                       std::to_string(group.page.value));
        triangles += group.triangles;
        level = std::max(level, group.level);
    }
    if (triangles != page.triangles || level != page.level)
        return bad(name + ": triangles or level are not those of its groups");
    return {};
}

Status check_group(const PageIndex& index, std::size_t g, std::uint64_t first_parent)
{
    const GroupRecord& group = index.groups[g];
    const std::string name = "group " + std::to_string(g);
    if (group.triangles == 0 || !is_valid_sphere(group.bound) || !is_valid_error(group.error))
        return bad(name + ": triangles, sphere or error out of range");
    if (is_terminal(group.error) != (group.page == index.root))
        return bad(name + ": terminal groups are those of the root page");
    if (group.first_parent != first_parent ||
        group.parent_count > index.parents.size() - first_parent)
        return bad(name + ": parents out of range");
    if (is_terminal(group.error) && group.parent_count != 0)
        return bad(name + ": a terminal group with parents");
    std::uint64_t below = g + 1;
    for (std::uint32_t i = 0; i < group.parent_count; ++i) {
        const std::uint32_t parent = index.parents[first_parent + i].value;
        if (parent < below || parent >= index.groups.size())
            return bad(
                name + ": parent " + std::to_string(parent) + " is not later or not ascending");
        if (index.groups[parent].level <= group.level)
            return bad(name + ": parent " + std::to_string(parent) + " is not coarser");
        below = std::uint64_t{parent} + 1;
    }
    return {};
}

} // namespace

Status check_index(const PageIndex& index)
{
    STELE_CHECK(check_asset(index.asset));
    if (index.pages.empty() || index.root.value != index.pages.size() - 1)
        return bad("the root is not the last page");
    std::uint64_t next = 0;
    for (std::size_t p = 0; p < index.pages.size(); ++p) {
        STELE_CHECK(check_page(index, p, next));
        next += index.pages[p].group_count;
    }
    if (next != index.groups.size())
        return bad("groups without a page");
    next = 0;
    for (std::size_t g = 0; g < index.groups.size(); ++g) {
        STELE_CHECK(check_group(index, g, next));
        next += index.groups[g].parent_count;
    }
    if (next != index.parents.size())
        return bad("parents without a group");
    return {};
}

} // namespace stele::page
