// Assets made by hand, so that the renderer can be tested without a builder or files.
#pragma once

#include "renderer/stream/page_source.h"

#include <functional>
#include <memory>
#include <mutex>

namespace stele::test {

// Pages in memory. Loads may be made to fail.
class MadeSource final : public stream::PageSource {
public:
    PageIndex page_index;
    std::vector<DecodedPage> pages;
    // Called with the page and how often it was loaded before; an error is returned instead of the
    // page.
    std::function<Status(PageId, unsigned)> before_load;

    const PageIndex& index() const override { return page_index; }
    Result<DecodedPage> load(PageId page) const override;
    unsigned loads(PageId page) const;

private:
    mutable std::mutex mutex_;
    mutable std::vector<unsigned> loads_;
};

struct SphereOptions {
    std::uint32_t patches = 2; // along an edge of each of six cube faces
    std::uint32_t patches_per_page = 8;
    double radius_m = 1;
    double step_m = 0x1p-12;
    Vec3i centre{}; // on the grid
    bool colours = true;
    bool normals = false; // those of the sphere
};

// A closed sphere in two levels. Every patch is a group of 128 triangles; the root page holds the
// terminal group with 72 triangles a patch that keep the patch's border, so that every mix of
// levels is closed.
std::shared_ptr<MadeSource> make_sphere(const SphereOptions& options);

struct MadeTriangle {
    Vec3i a, b, c; // asset grid
    Rgba8 colour;
};

// Any triangles in one terminal group, 40 a cluster, no vertex shared.
std::shared_ptr<MadeSource> make_soup(const std::vector<MadeTriangle>& triangles, double step_m);

} // namespace stele::test
