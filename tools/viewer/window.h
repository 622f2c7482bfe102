// One GLFW window. Events become the actions of ui::Input; pixels are framebuffer pixels. Main
// thread only.
#pragma once

#include "archive/base/result.h"
#include "renderer/gpu/device.h"
#include "renderer/ui/input.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

struct GLFWwindow;

namespace stele::viewer {

struct WindowEvents {
    std::vector<ui::Action> actions; // merged where they may be
    bool resized = false;            // size or content scale
    bool exposed = false;            // the window system lost the picture
};

class Window {
public:
    // Errc::unsupported where there is no display.
    static Result<std::unique_ptr<Window>> create(gpu::Extent size, const std::string& title);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    std::vector<std::string> instance_extensions() const;
    Result<VkSurfaceKHR> make_surface(VkInstance instance) const;

    // Sleeps until something happens, or for at most that long. 0 looks without sleeping.
    void wait(std::optional<double> timeout_s);
    WindowEvents take_events();
    void set_places(const ui::Arrangement& places, double scale)
    {
        input_.set_places(places, scale);
    }

    gpu::Extent framebuffer() const; // zero area while minimised
    double content_scale() const;
    bool closing() const;
    bool dragging() const { return input_.dragging(); }
    void toggle_full_screen();
    void set_title(const std::string& title);

private:
    explicit Window(GLFWwindow* window);
    void push(std::optional<ui::Action> action);
    void install_callbacks();

    GLFWwindow* window_;
    ui::Input input_;
    WindowEvents events_;
    struct {
        int x = 0, y = 0, width = 0, height = 0;
    } windowed_; // place to come back to from full screen
};

} // namespace stele::viewer
