// A few words on a small plate that lies over the stage for a moment. Pure.
#pragma once

#include "archive/model/image.h"
#include "renderer/text/typesetter.h"

#include <string_view>

namespace stele::ui {

// Opaque, one line, as wide as its words and at most max_width_px. Empty for no words.
Image lay_out_plate(const text::Typesetter& typesetter, std::string_view words,
    std::string_view language, double scale, std::int32_t max_width_px);

} // namespace stele::ui
