// Device, scene, capture, panel, composition: in this order and then done.
#include "tools/viewer/still.h"

#include "renderer/frame/capture.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace stele::viewer {

namespace {

void paste(Image& onto, const Image& from, std::int32_t x, std::int32_t y)
{
    for (std::uint32_t row = 0; row < from.height; ++row)
        std::copy_n(&from.at(0, row), from.width,
            &onto.at(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y) + row));
}

std::string wished_language(const Options& options)
{
    if (!options.language.empty())
        return options.language;
    for (const char* const variable : {"STELE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* const value = std::getenv(variable); value != nullptr && *value != '\0')
            return value;
    return "en";
}

gpu::Extent extent_of(const ui::Rect& rect)
{
    return {static_cast<std::uint32_t>(std::max(rect.width, 1)),
        static_cast<std::uint32_t>(std::max(rect.height, 1))};
}

} // namespace

Session start_session(const Scene& scene, const Options& options, const ui::Rect& stage)
{
    constexpr double kDegree = std::numbers::pi / 180;
    Session session;
    const double aspect = static_cast<double>(std::max(stage.width, 1)) / std::max(stage.height, 1);
    session.camera =
        frame::OrbitCamera::home(scene.pages->index().asset.bounds, aspect, options.projection);
    if (options.standard_view)
        session.camera.look_from(frame::direction_of(*options.standard_view), aspect);
    if (options.view) {
        session.camera.look_from(
            {options.view->azimuth_deg * kDegree, options.view->elevation_deg * kDegree}, aspect);
        session.camera.distance_m *= options.view->distance_factor;
    }
    session.look.mode = options.mode;
    session.coloured = scene.pages->index().asset.has_colours;
    // The stage of the visual language: neutral, L* 18 above to L* 12 below.
    session.look.background_top = {0.0252f, 0.0252f, 0.0252f};
    session.look.background_bottom = {0.0139f, 0.0139f, 0.0139f};
    session.language = ui::language_of(wished_language(options));
    return session;
}

ui::Shown shown_of(const frame::Stats& stats, bool streaming, const frame::OrbitCamera& camera,
    const ui::Rect& stage)
{
    const double metres_per_px = camera.projection == frame::Projection::orthographic
                                     ? camera.metres_per_px(stage.height)
                                     : 0;
    return {stats.shown_error_m, stats.triangles_drawn, stats.source_triangles, stats.failed_pages,
        streaming, stats.budget_limited, metres_per_px};
}

Result<text::Typesetter> make_typesetter(const Options& options)
{
    return text::Typesetter::create(
        options.system_fonts ? text::FontSet::bundled_and_system : text::FontSet::bundled,
        text::bundled_font_folder());
}

Image compose(const ui::Arrangement& places, const Image& stage, const Image& panel)
{
    Image whole;
    whole.width = static_cast<std::uint32_t>(
        std::max(places.stage.x + places.stage.width, places.panel.x + places.panel.width));
    whole.height = static_cast<std::uint32_t>(
        std::max(places.stage.y + places.stage.height, places.panel.y + places.panel.height));
    whole.pixels.assign(std::size_t{whole.width} * whole.height, Rgba8{0, 0, 0, 255});
    paste(whole, stage, places.stage.x, places.stage.y);
    if (!places.panel.empty())
        paste(whole, panel, places.panel.x, places.panel.y);
    return whole;
}

Result<Still> render_still(const Scene& scene, const Options& options)
{
    const double scale = options.scale.value_or(1);
    const ui::Arrangement places = ui::arrange(static_cast<std::int32_t>(options.width),
        static_cast<std::int32_t>(options.height), scale,
        options.panel ? ui::PanelShown::yes : ui::PanelShown::no);
    gpu::DeviceOptions wanted;
    wanted.application = "stele-viewer";
    wanted.validate = options.validate;
    STELE_TRY(const auto device, gpu::Device::create(wanted));
    Still still;
    still.device = device->facts().name;
    {
        frame::RendererOptions renderer_options;
        renderer_options.publish = stream::PublishOrder::page_id;
        STELE_TRY(const auto renderer,
            frame::Renderer::create(*device, extent_of(places.stage), renderer_options));
        STELE_CHECK(renderer->set_asset(scene.pages));
        const Session session = start_session(scene, options, places.stage);
        const frame::View view = session.camera.view(
            extent_of(places.stage).width, extent_of(places.stage).height, options.error_px);
        STELE_TRY(Image stage, frame::capture(*renderer, view, session.look));
        still.stats = renderer->stats();
        const ui::Shown shown = shown_of(still.stats, false, session.camera, places.stage);
        still.metres_per_px = shown.metres_per_px;
        Image panel;
        if (!places.panel.empty()) {
            STELE_TRY(const auto typesetter, make_typesetter(options));
            ui::PanelContent content = ui::record_content(scene.record, shown, session.language);
            content.hint.clear(); // a picture has no keys
            panel = ui::lay_out_panel(
                typesetter, content, {places.panel.width, places.panel.height, scale, 0})
                        .picture;
        }
        still.picture = compose(places, stage, panel);
    }
    still.validation_messages = device->validation_messages();
    return still;
}

} // namespace stele::viewer
