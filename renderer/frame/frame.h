// MAIN PATH of the picture: Renderer turns a View of one asset into an image. Read record_frame()
// in frame.cpp first.
#pragma once

#include "archive/model/image.h"
#include "renderer/frame/view.h"
#include "renderer/gpu/commands.h"
#include "renderer/stream/page_source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace stele::frame {

struct RendererOptions {
    std::uint64_t gpu_budget_bytes = 384ull << 20; // pages in GPU memory, never exceeded
    unsigned loader_threads = 0;                   // 0: cores - 1, at most 4
    bool measure_passes =
        false; // submit and await every pass alone, to time it where GPU timestamps say nothing
};

struct PassTime {
    std::string name;
    double ms = 0;
};

// About the frame last recorded (triangles, clusters, pass times: about the last one that
// finished).
struct Stats {
    std::uint64_t triangles_drawn = 0;
    std::uint64_t clusters_drawn = 0;
    std::uint64_t source_triangles = 0;
    // Every point of the surface in view is drawn within this distance of its true place
    // (certified, grid included).
    double shown_error_m = 0;
    double threshold_px = 0; // in force: raised above the view's when the budget does not allow it
    bool budget_limited =
        false; // threshold_px was raised, or the root page alone exceeds the budget
    std::uint64_t resident_bytes = 0, budget_bytes = 0;
    std::uint32_t resident_pages = 0;
    std::uint32_t wanted_pages =
        0; // for this view; the wanted that are not resident are being fetched
    std::uint32_t missing_pages = 0;
    std::uint32_t failed_pages = 0; // could not be read; coarser geometry stays
    std::string last_failure;
    std::uint64_t validation_messages = 0;
    std::vector<PassTime> passes;
};

class Renderer {
public:
    static Result<std::unique_ptr<Renderer>> create(
        gpu::Device& device, gpu::Extent extent, const RendererOptions& options = {});
    virtual ~Renderer() = default;

    // Replaces the scene. Reads the root page at once (and fails if that fails); the rest streams.
    // Null: empty scene.
    virtual Status set_asset(std::shared_ptr<const stream::PageSource> source) = 0;
    virtual Status resize(gpu::Extent extent) = 0;

    // Takes what has arrived, asks for what the view wants, and records the frame; never waits for
    // pages. view.width and view.height must equal the extent. Afterwards output() is in
    // gpu::State::read_by_copy.
    virtual Status record_frame(gpu::Commands& commands, const View& view, const Look& look) = 0;
    virtual const gpu::Image& output() const = 0; // R8G8B8A8_UNORM, sRGB-encoded, opaque

    // Pages are still arriving for the last view: record another frame soon. False: the picture is
    // final.
    virtual bool streaming() const = 0;
    // Waits until no page that the last view wants is missing or in flight, or timeout. True when
    // it is so.
    virtual bool wait_for_pages(double timeout_s) = 0;
    virtual const Stats& stats() const = 0;

    // record_frame, submit, wait, read back.
    virtual Result<Image> render_frame(const View& view, const Look& look) = 0;
    // The point shown at a pixel of the last finished frame, asset space; none on the background.
    // Waits for the GPU.
    virtual Result<std::optional<Vec3d>> pick(std::uint32_t x, std::uint32_t y) = 0;
};

} // namespace stele::frame
