// One frame: apply what the visitor did, record the stage if it changed, blit stage and panel,
// present, sleep.
#include "tools/viewer/show.h"

#include "renderer/frame/png.h"
#include "renderer/gpu/swapchain.h"
#include "renderer/ui/plate.h"
#include "tools/viewer/pacing.h"
#include "tools/viewer/still.h"
#include "tools/viewer/uploaded_image.h"
#include "tools/viewer/window.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <numbers>
#include <utility>

namespace stele::viewer {

namespace {

constexpr double kSettle = 0.25;    // share of the way back to a soft limit, a frame
constexpr int kConfirm = 2;         // the renderer's figures are two frames late
constexpr double kNotice_s = 2;     // how long a plate stays
constexpr double kPlateMargin = 16; // dp

double now_s()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

class Show {
public:
    Show(const Scene& scene, const Options& options) : scene_(scene), options_(options) {}
    Result<ShowStats> run();

private:
    Status open();
    void handle_events();
    void handle(const ui::Action& action);
    void arrange(gpu::Extent size);
    std::optional<double> next_wake() const; // none: idle
    Status sleep();
    Status draw();
    Status draw_stage(gpu::Commands& commands);
    Status draw_panel(gpu::Commands& commands);
    Status draw_plate(gpu::Commands& commands);
    void blit_all(gpu::Commands& commands, const gpu::ImageRef& window) const;
    void end_rest();
    Status resize();
    Status save_picture(const std::filesystem::path& path);
    Status after_frame(double started);
    std::filesystem::path next_picture_name() const;
    std::optional<Vec3d> pick(double x, double y);
    ShowStats finish();
    bool minimised() const
    {
        return window_->framebuffer().width == 0 || window_->framebuffer().height == 0;
    }

    const Scene& scene_;
    const Options& options_;
    double begun_ = now_s();
    // In this order: what is below is destroyed first.
    std::unique_ptr<Window> window_;
    std::unique_ptr<gpu::Device> device_;
    std::optional<text::Typesetter> typesetter_;
    std::unique_ptr<frame::Renderer> renderer_;
    std::optional<gpu::Swapchain> swapchain_;
    std::optional<UploadedImage> panel_image_, plate_image_;

    Session session_;
    ui::Arrangement places_;
    double scale_ = 1;
    ui::Panel panel_;
    ui::Shown said_;           // what the panel says about the picture
    bool stage_dirty_ = true;  // record the stage anew
    bool panel_dirty_ = true;  // set the panel anew
    bool window_dirty_ = true; // present again
    bool resize_needed_ = true;
    int confirm_ = 0; // stage frames still due until the figures are those of the finished picture
    bool live_pending_ = false; // the figures have changed; the panel follows at its own rate
    bool quit_ = false, picture_wanted_ = false;
    std::string notice_; // on the plate
    bool notice_new_ = false;
    double notice_until_ = 0;
    double last_draw_ = 0, last_panel_ = 0;
    // When nothing was left to do, until there is a reason to do something.
    struct Rest {
        std::uint64_t submits;
        double since_s;
        std::clock_t cpu;
    };
    std::optional<Rest> rest_;
    ShowStats stats_;
};

Status Show::open()
{
    STELE_TRY(window_, Window::create({options_.width, options_.height}, "Stele"));
    const record::Text& titles = scene_.record.title;
    window_->set_title(titles.empty() ? scene_.id : titles.begin()->second);
    gpu::DeviceOptions wanted;
    wanted.application = "stele-viewer";
    wanted.validate = options_.validate;
    wanted.instance_extensions = window_->instance_extensions();
    wanted.make_surface = [this](VkInstance instance) { return window_->make_surface(instance); };
    STELE_TRY(device_, gpu::Device::create(wanted));
    STELE_TRY(auto typesetter, make_typesetter(options_));
    typesetter_.emplace(std::move(typesetter));
    arrange(window_->framebuffer());
    STELE_TRY(renderer_, frame::Renderer::create(*device_,
                             {static_cast<std::uint32_t>(std::max(places_.stage.width, 1)),
                                 static_cast<std::uint32_t>(std::max(places_.stage.height, 1))}));
    STELE_CHECK(renderer_->set_asset(scene_.pages));
    STELE_TRY(auto swapchain, gpu::Swapchain::create(*device_, window_->framebuffer()));
    swapchain_.emplace(std::move(swapchain));
    panel_image_.emplace(*device_, "panel");
    plate_image_.emplace(*device_, "plate");
    session_ = start_session(scene_, options_, places_.stage);
    return {};
}

void Show::arrange(gpu::Extent size)
{
    scale_ = options_.scale.value_or(window_->content_scale());
    places_ =
        ui::arrange(static_cast<std::int32_t>(size.width), static_cast<std::int32_t>(size.height),
            scale_, session_.panel ? ui::PanelShown::yes : ui::PanelShown::no);
    window_->set_places(places_, scale_);
}

std::optional<Vec3d> Show::pick(double x, double y)
{
    if (stats_.frames == 0 || x < 0 || y < 0 || x >= places_.stage.width ||
        y >= places_.stage.height)
        return std::nullopt;
    const double begun = now_s();
    const auto point =
        renderer_->pick(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y));
    stats_.longest_pick_ms = std::max(stats_.longest_pick_ms, (now_s() - begun) * 1000);
    return point ? *point : std::nullopt;
}

void Show::handle(const ui::Action& action)
{
    const Changes changes =
        apply(session_, action, places_.stage, [this](double x, double y) { return pick(x, y); });
    stage_dirty_ = stage_dirty_ || changes.view;
    panel_dirty_ = panel_dirty_ || changes.panel;
    resize_needed_ = resize_needed_ || changes.places;
    picture_wanted_ = picture_wanted_ || changes.screenshot;
    quit_ = quit_ || changes.quit;
    if (!changes.notice.empty()) {
        notice_ = changes.notice;
        notice_new_ = true;
    }
    if (changes.full_screen)
        window_->toggle_full_screen();
}

void Show::handle_events()
{
    const WindowEvents events = window_->take_events();
    quit_ = quit_ || window_->closing();
    const bool reason = quit_ || events.resized || events.exposed || !events.actions.empty();
    if (reason)
        end_rest();
    for (const ui::Action& action : events.actions)
        handle(action);
    resize_needed_ = resize_needed_ || events.resized;
    window_dirty_ = window_dirty_ || events.exposed;
}

// What was submitted until here had no reason.
void Show::end_rest()
{
    if (!rest_)
        return;
    stats_.idle_submits += device_->submitted() - rest_->submits;
    stats_.longest_rest_s = std::max(stats_.longest_rest_s, now_s() - rest_->since_s);
    stats_.rest_cpu_s += double(std::clock() - rest_->cpu) / CLOCKS_PER_SEC;
    rest_.reset();
}

std::optional<double> Show::next_wake() const
{
    Pending pending;
    pending.minimised = minimised();
    pending.frame = stage_dirty_ || panel_dirty_ || window_dirty_ || resize_needed_ ||
                    picture_wanted_ || notice_new_;
    pending.streaming = renderer_->streaming();
    pending.figures = live_pending_;
    pending.confirm = confirm_ > 0;
    if (!notice_.empty() && !notice_new_)
        pending.notice_until_s = notice_until_;
    pending.last_draw_s = last_draw_;
    pending.last_panel_s = last_panel_;
    return next_wake_s(pending);
}

Status Show::sleep()
{
    const std::optional<double> wake = next_wake();
    const double before = now_s();
    if (wake) {
        window_->wait(std::max(0.0, *wake - before));
        return {};
    }
    if (!rest_)
        rest_ = Rest{device_->submitted(), before, std::clock()};
    window_->wait(std::nullopt);
    stats_.idle_s += now_s() - before;
    ++stats_.waits;
    return {};
}

Status Show::resize()
{
    if (minimised())
        return {};
    resize_needed_ = false;
    // The surface may have another size than GLFW last heard of; the surface is right.
    STELE_CHECK(swapchain_->resize(window_->framebuffer()));
    arrange(swapchain_->extent());
    STELE_CHECK(renderer_->resize({static_cast<std::uint32_t>(std::max(places_.stage.width, 1)),
        static_cast<std::uint32_t>(std::max(places_.stage.height, 1))}));
    stage_dirty_ = panel_dirty_ = true;
    return {};
}

Status Show::draw_stage(gpu::Commands& commands)
{
    const bool flying = advance(session_, now_s());
    const bool settling = session_.settling && !flying && !window_->dragging();
    if (settling)
        session_.settling = !session_.camera.settle(kSettle);
    const frame::View view =
        session_.camera.view(static_cast<std::uint32_t>(std::max(places_.stage.width, 1)),
            static_cast<std::uint32_t>(std::max(places_.stage.height, 1)), options_.error_px);
    const bool arriving = renderer_->streaming(); // this frame may publish the last of it
    STELE_CHECK(renderer_->record_frame(commands, view, session_.look));
    confirm_ =
        stage_dirty_ || arriving || renderer_->streaming() ? kConfirm : std::max(confirm_ - 1, 0);
    stage_dirty_ = flying || (settling && session_.settling);
    return {};
}

bool same(const ui::Shown& a, const ui::Shown& b)
{
    return a.error_m == b.error_m && a.triangles == b.triangles && a.streaming == b.streaming &&
           a.failed_pages == b.failed_pages && a.budget_limited == b.budget_limited &&
           a.metres_per_px == b.metres_per_px;
}

Status Show::draw_panel(gpu::Commands& commands)
{
    const ui::Shown shown =
        shown_of(renderer_->stats(), renderer_->streaming(), session_.camera, places_.stage);
    live_pending_ = !places_.panel.empty() && !same(shown, said_);
    const bool live_due = live_pending_ && now_s() - last_panel_ >= kPanelPeriod_s;
    if (places_.panel.empty())
        panel_dirty_ = false;
    if (!panel_dirty_ && !live_due)
        return {};
    ui::PanelContent content = ui::record_content(scene_.record, shown, session_.language);
    if (session_.help)
        content.help = ui::key_help(session_.language);
    panel_ = ui::lay_out_panel(*typesetter_, content,
        {places_.panel.width, places_.panel.height, scale_, session_.scroll_px});
    session_.scroll_px = panel_.scroll_px;
    said_ = shown;
    panel_dirty_ = live_pending_ = false;
    last_panel_ = now_s();
    return panel_image_->replace(commands, panel_.picture);
}

Status Show::draw_plate(gpu::Commands& commands)
{
    if (!notice_new_ && now_s() >= notice_until_)
        notice_.clear();
    if (notice_.empty() || !std::exchange(notice_new_, false))
        return {};
    const Image plate = ui::lay_out_plate(*typesetter_, notice_, ui::tag(session_.language), scale_,
        places_.stage.width - 2 * static_cast<std::int32_t>(kPlateMargin * scale_));
    if (plate.pixels.empty()) {
        notice_.clear();
        return {};
    }
    notice_until_ = now_s() + kNotice_s; // however late the first frame that shows it
    return plate_image_->replace(commands, plate);
}

gpu::Rect whole(const gpu::Extent& extent)
{
    return {0, 0, extent.width, extent.height};
}

gpu::Rect rect_of(const ui::Rect& rect)
{
    return {rect.x, rect.y, static_cast<std::uint32_t>(rect.width),
        static_cast<std::uint32_t>(rect.height)};
}

// Stage and panel side by side, the plate over the stage's lower left corner.
void Show::blit_all(gpu::Commands& commands, const gpu::ImageRef& window) const
{
    const ui::Rect picture{0, 0, static_cast<std::int32_t>(window.extent.width),
        static_cast<std::int32_t>(window.extent.height)};
    if (places_.stage.inside(picture) && !places_.stage.empty())
        commands.blit(
            renderer_->output(), whole(renderer_->output().extent), window, rect_of(places_.stage));
    const gpu::Image* const panel = panel_image_->maybe_image();
    if (places_.panel.inside(picture) && !places_.panel.empty() && panel != nullptr)
        commands.blit(*panel, whole(panel->extent), window, rect_of(places_.panel));
    const gpu::Image* const plate = plate_image_->maybe_image();
    if (notice_.empty() || plate == nullptr)
        return;
    const auto margin = static_cast<std::int32_t>(kPlateMargin * scale_),
               height = static_cast<std::int32_t>(plate->extent.height);
    const ui::Rect place{places_.stage.x + margin,
        places_.stage.y + places_.stage.height - margin - height,
        static_cast<std::int32_t>(plate->extent.width), height};
    if (!place.inside(places_.stage) || !place.inside(picture))
        return;
    commands.barrier(window, gpu::State::written_by_copy, gpu::State::written_by_copy);
    commands.blit(*plate, whole(plate->extent), window, rect_of(place));
}

Status Show::draw()
{
    const double started = now_s();
    if (resize_needed_)
        STELE_CHECK(resize());
    STELE_TRY(const auto acquired, swapchain_->acquire());
    if (!acquired) {
        resize_needed_ = true;
        last_draw_ = started;
        return {};
    }
    window_dirty_ = false;
    STELE_TRY(gpu::Commands commands, device_->begin("frame"));
    if (confirm_ > 0 &&
        !stage_dirty_) // figures are those of the last frame that the GPU has finished
        STELE_CHECK(device_->wait(device_->submitted()));
    if (stage_dirty_ || confirm_ > 0 || renderer_->streaming())
        STELE_CHECK(draw_stage(commands));
    STELE_CHECK(draw_panel(commands));
    STELE_CHECK(draw_plate(commands));
    commands.barrier(acquired->image, gpu::State::acquired, gpu::State::written_by_copy);
    blit_all(commands, acquired->image);
    commands.barrier(acquired->image, gpu::State::written_by_copy, gpu::State::presented);
    STELE_CHECK(device_->submit(std::move(commands), acquired->sync));
    STELE_TRY(const bool fits, swapchain_->present(*acquired));
    resize_needed_ = resize_needed_ || !fits;
    device_->collect();
    return after_frame(started);
}

Status Show::after_frame(double started)
{
    last_draw_ = started;
    if (stats_.frames++ == 0)
        stats_.first_frame_ms = (now_s() - begun_) * 1000;
    quit_ = quit_ || (options_.frames > 0 && stats_.frames >= options_.frames);
    const bool complete = !stage_dirty_ && !panel_dirty_ && !live_pending_ && confirm_ == 0 &&
                          !renderer_->streaming();
    if (!options_.screenshot.empty() && complete) {
        quit_ = true;
        return save_picture(options_.screenshot);
    }
    if (picture_wanted_) {
        picture_wanted_ = false;
        return save_picture(next_picture_name());
    }
    return {};
}

std::filesystem::path Show::next_picture_name() const
{
    for (int number = 1;; ++number) {
        char tail[16];
        std::snprintf(tail, sizeof tail, "-%03d.png", number);
        std::filesystem::path path = scene_.id + tail;
        std::error_code failed;
        if (!std::filesystem::exists(path, failed) || number == 999)
            return path;
    }
}

Status Show::save_picture(const std::filesystem::path& path)
{
    const frame::View view = session_.camera.view(
        renderer_->output().extent.width, renderer_->output().extent.height, options_.error_px);
    STELE_TRY(const Image stage, renderer_->render_frame(view, session_.look));
    STELE_CHECK(
        frame::write_png(std::filesystem::absolute(path), compose(places_, stage, panel_.picture)));
    stats_.pictures.push_back(path.string());
    if (!options_.quiet)
        std::fprintf(stderr, "stele-viewer: wrote %s\n", path.c_str());
    return {};
}

ShowStats Show::finish()
{
    constexpr double kDegrees = 180 / std::numbers::pi;
    const frame::Stats& last = renderer_->stats();
    stats_.submits = device_->submitted();
    stats_.run_s = now_s() - begun_;
    stats_.shown_error_m = last.shown_error_m;
    stats_.triangles = last.triangles_drawn;
    stats_.azimuth_deg = session_.camera.azimuth_rad * kDegrees;
    stats_.elevation_deg = session_.camera.elevation_rad * kDegrees;
    stats_.distance_m = session_.camera.distance_m;
    stats_.language = ui::tag(session_.language);
    stats_.mode = frame::name_of(session_.look.mode);
    if (session_.camera.projection == frame::Projection::orthographic)
        stats_.metres_per_px = session_.camera.metres_per_px(places_.stage.height);
    stats_.device = device_->facts().name;
    stats_.width = window_->framebuffer().width;
    stats_.height = window_->framebuffer().height;
    stats_.validation_messages = device_->validation_messages();
    stats_.validation_log = device_->validation_log();
    return stats_;
}

Result<ShowStats> Show::run()
{
    STELE_CHECK(open());
    while (!quit_) {
        STELE_CHECK(sleep());
        handle_events();
        const std::optional<double> wake = next_wake();
        if (!quit_ && wake && *wake <= now_s())
            STELE_CHECK(draw());
    }
    return finish();
}

} // namespace

Result<ShowStats> show(const Scene& scene, const Options& options)
{
    return Show(scene, options).run();
}

} // namespace stele::viewer
