// Off-screen pictures: stream until the view is converged, then render.
#include "renderer/frame/capture.h"

#include <chrono>

namespace stele::frame {

Result<Image> capture(
    Renderer& renderer, const View& view, const Look& look, const CaptureOptions& options)
{
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + std::chrono::duration<double>(options.timeout_s);
    while (true) {
        STELE_TRY(Image image, renderer.render_frame(view, look));
        if (!renderer.streaming())
            return image;
        if (Clock::now() > deadline)
            return Error(Errc::limit, "after " + std::to_string(options.timeout_s) + " s " +
                                          std::to_string(renderer.stats().missing_pages) +
                                          " pages are still missing");
        renderer.wait_for_arrival(0.05);
    }
}

} // namespace stele::frame
