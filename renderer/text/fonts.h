// The fonts of a typesetter: a private fontconfig, so that nothing depends on the process-wide
// configuration.
#pragma once

#include "archive/base/result.h"
#include "renderer/text/typesetter.h"

#include <pango/pangocairo.h>

#include <memory>
#include <string>

namespace stele::text {

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
using FontMap = std::unique_ptr<PangoFontMap, Unref>;
using Context = std::unique_ptr<PangoContext, Unref>;

Result<FontMap> make_font_map(FontSet set, const std::filesystem::path& folder);

// Comma-separated families, in order of preference, for a text in that language.
std::string families(Face face, std::string_view language);

} // namespace stele::text
