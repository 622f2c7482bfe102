// Builds the private font configuration and says which families a language is set in.
#include "renderer/text/fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <vector>

namespace stele::text {

namespace {

struct DestroyConfig {
    void operator()(FcConfig* config) const { FcConfigDestroy(config); }
};
using Config = std::unique_ptr<FcConfig, DestroyConfig>;

// Han characters differ by region; Debian's Noto CJK has one family a region.
std::string_view han_region(std::string_view language)
{
    if (language.starts_with("ja"))
        return "JP";
    if (language.starts_with("ko"))
        return "KR";
    if (language.starts_with("zh-Hant-HK") || language.starts_with("zh-HK"))
        return "HK";
    if (language.starts_with("zh-Hant") || language.starts_with("zh-TW"))
        return "TC";
    return "SC";
}

std::vector<std::filesystem::path> font_files(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed))
        if (entry->path().extension() == ".otf")
            files.push_back(entry->path());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

std::filesystem::path bundled_font_folder()
{
    if (const char* const folder = std::getenv("STELE_FONT_DIR");
        folder != nullptr && *folder != '\0')
        return folder;
    std::error_code failed;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
    return failed ? std::filesystem::path()
                  : program.parent_path().parent_path() / "share" / "stele" / "fonts";
}

Result<FontMap> make_font_map(FontSet set, const std::filesystem::path& folder)
{
    const Config config(set == FontSet::bundled ? FcConfigCreate() : FcInitLoadConfigAndFonts());
    if (!config)
        return Error(Errc::internal, "fontconfig could not be initialised");
    bool any_bundled = false;
    for (const std::filesystem::path& file : font_files(folder)) // one by one: writes no cache
        any_bundled = FcConfigAppFontAddFile(
                          config.get(), reinterpret_cast<const FcChar8*>(file.c_str())) == FcTrue ||
                      any_bundled;
    const FcFontSet* const system = FcConfigGetFonts(config.get(), FcSetSystem);
    if (!any_bundled && (system == nullptr || system->nfont == 0))
        return Error(Errc::not_found, "no fonts in '" + folder.string() + "'" +
                                          (set == FontSet::bundled ? "" : " nor in the system"));
    FontMap map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    if (!map)
        return Error(Errc::internal, "this cairo has no FreeType fonts");
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), config.get());
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 96);
    return map;
}

std::string families(Face face, std::string_view language)
{
    const bool serif = face == Face::serif;
    const std::string style = serif ? "Serif" : "Sans";
    const std::string region(han_region(language));
    const std::string system_han = "Noto " + style + " CJK " + region;
    const std::string bundled_han = "Stele " + style + " SC";
    std::string list = "Stele " + style + ",";
    // The bundled Han glyphs have the mainland forms: first choice there, last resort elsewhere.
    list += region == "SC" ? bundled_han + "," + system_han : system_han + "," + bundled_han;
    list += serif ? ",Noto Serif" : ",Noto Sans,sans-serif";
    return list;
}

} // namespace stele::text
