// Off-screen pictures: stream until the view is converged, then render. Same asset and view, same
// picture.
#pragma once

#include "renderer/frame/frame.h"

namespace stele::frame {

struct CaptureOptions {
    double timeout_s = 120; // then Errc::limit; pages that fail for good do not wait
};

// Renders view after view until nothing more is wanted. Precondition: the renderer has its asset
// and the view's extent.
Result<Image> capture(
    Renderer& renderer, const View& view, const Look& look, const CaptureOptions& options = {});

} // namespace stele::frame
