// What the panel says about a record, in one interface language. A text that has no translation is
// shown in the language it has, and the panel says so. Pure.
#pragma once

#include "archive/record/record.h"
#include "renderer/ui/panel.h"
#include "renderer/ui/words.h"

#include <cstdint>

namespace stele::ui {

// About the picture on the stage; certified, so it is rounded up only.
struct Shown {
    double error_m = 0;
    std::uint64_t triangles = 0, source_triangles = 0;
    std::uint32_t failed_pages = 0;
    bool streaming = false;
    bool budget_limited = false;
    double metres_per_px = 0; // orthographic: the scale of the picture; 0 in perspective
};

PanelContent record_content(const record::Record& record, const Shown& shown, Language language);

} // namespace stele::ui
