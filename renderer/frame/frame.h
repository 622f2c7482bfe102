// MAIN PATH of the picture: Renderer turns a View of one asset into an image. Read record_frame()
// in frame.cpp first.
#pragma once

#include "archive/model/image.h"
#include "renderer/frame/view.h"
#include "renderer/gpu/commands.h"
#include "renderer/stream/asset_stream.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace stele::frame {

struct RendererOptions {
    std::uint64_t gpu_budget_bytes = 384ull << 20; // pages in GPU memory, never exceeded
    unsigned loader_threads = 0;                   // 0: cores - 1, at most 4
    stream::PublishOrder publish =
        stream::PublishOrder::arrival; // page_id: pictures repeat exactly
    // Submit and await every pass alone, to time it where GPU timestamps say nothing.
    bool measure_passes = false;
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
    ~Renderer();
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;

    // Replaces the scene. Reads the root page at once (and fails if that fails); the rest streams.
    // Null: empty scene.
    Status set_asset(std::shared_ptr<const stream::PageSource> source);
    Status resize(gpu::Extent extent);

    // Takes what has arrived, asks for what the view wants, and records the frame; never waits for
    // pages. view.width and view.height must equal the extent. Afterwards output() is in
    // gpu::State::read_by_copy.
    Status record_frame(gpu::Commands& commands, const View& view, const Look& look);
    const gpu::Image& output() const; // R8G8B8A8_UNORM, sRGB-encoded, opaque

    // Pages are still arriving for the last view: record another frame soon. False: the picture is
    // final.
    bool streaming() const;
    // Waits until a page has arrived or nothing is on its way; the next record_frame publishes it.
    void wait_for_arrival(double timeout_s);
    const Stats& stats() const;

    // record_frame, submit, wait, read back.
    Result<Image> render_frame(const View& view, const Look& look);
    // The point shown at a pixel of the last finished frame, asset space; none on the background.
    // Waits for the GPU.
    Result<std::optional<Vec3d>> pick(std::uint32_t x, std::uint32_t y);

private:
    struct State;
    explicit Renderer(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace stele::frame
