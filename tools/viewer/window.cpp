// GLFW: the window, its callbacks and its keys.
#include "tools/viewer/window.h"

#include "tools/viewer/session.h"

#define GLFW_INCLUDE_VULKAN
#include <GLFW/glfw3.h>

#include <algorithm>
#include <utility>

namespace stele::viewer {

namespace {

ui::Key key_of(int key)
{
    using ui::Key;
    switch (key) {
    case GLFW_KEY_LEFT:
        return Key::left;
    case GLFW_KEY_RIGHT:
        return Key::right;
    case GLFW_KEY_UP:
        return Key::up;
    case GLFW_KEY_DOWN:
        return Key::down;
    case GLFW_KEY_EQUAL:
    case GLFW_KEY_KP_ADD:
        return Key::plus;
    case GLFW_KEY_MINUS:
    case GLFW_KEY_KP_SUBTRACT:
        return Key::minus;
    case GLFW_KEY_PAGE_UP:
        return Key::page_up;
    case GLFW_KEY_PAGE_DOWN:
        return Key::page_down;
    case GLFW_KEY_HOME:
        return Key::home;
    case GLFW_KEY_F:
        return Key::f;
    case GLFW_KEY_H:
        return Key::h;
    case GLFW_KEY_L:
        return Key::l;
    case GLFW_KEY_M:
        return Key::m;
    case GLFW_KEY_O:
        return Key::o;
    case GLFW_KEY_P:
        return Key::p;
    case GLFW_KEY_T:
        return Key::t;
    case GLFW_KEY_0:
        return Key::zero;
    case GLFW_KEY_1:
        return Key::one;
    case GLFW_KEY_2:
        return Key::two;
    case GLFW_KEY_3:
        return Key::three;
    case GLFW_KEY_4:
        return Key::four;
    case GLFW_KEY_5:
        return Key::five;
    case GLFW_KEY_6:
        return Key::six;
    case GLFW_KEY_7:
        return Key::seven;
    case GLFW_KEY_KP_1:
        return Key::pad_1;
    case GLFW_KEY_KP_3:
        return Key::pad_3;
    case GLFW_KEY_KP_5:
        return Key::pad_5;
    case GLFW_KEY_KP_7:
        return Key::pad_7;
    case GLFW_KEY_F1:
        return Key::f1;
    case GLFW_KEY_F11:
        return Key::f11;
    case GLFW_KEY_F12:
        return Key::f12;
    case GLFW_KEY_ESCAPE:
        return Key::escape;
    default:
        return Key::other;
    }
}

ui::Press press_of(int action)
{
    return action == GLFW_PRESS    ? ui::Press::pressed
           : action == GLFW_REPEAT ? ui::Press::repeated
                                   : ui::Press::released;
}

ui::Modifiers modifiers_of(int mods)
{
    return {
        (mods & GLFW_MOD_SHIFT) != 0, (mods & GLFW_MOD_CONTROL) != 0, (mods & GLFW_MOD_ALT) != 0};
}

std::string last_glfw_error(const std::string& what)
{
    const char* text = nullptr;
    glfwGetError(&text);
    return what + (text != nullptr ? std::string(": ") + text : std::string());
}

} // namespace

Result<std::unique_ptr<Window>> Window::create(gpu::Extent size, const std::string& title)
{
    if (glfwInit() != GLFW_TRUE)
        return Error(Errc::unsupported,
            last_glfw_error("no display") + "; --render FILE.png makes a picture without one");
    if (glfwVulkanSupported() != GLFW_TRUE) {
        glfwTerminate();
        return Error(
            Errc::no_device, "no Vulkan driver found; on Debian: apt install mesa-vulkan-drivers");
    }
    glfwWindowHint(GLFW_CLIENT_API, GLFW_NO_API);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "stele-viewer");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "stele-viewer"); // GLFW takes both or neither
    GLFWwindow* const window = glfwCreateWindow(static_cast<int>(size.width),
        static_cast<int>(size.height), title.c_str(), nullptr, nullptr);
    if (window == nullptr) {
        const Error error(Errc::unsupported, last_glfw_error("the window cannot be opened"));
        glfwTerminate();
        return error;
    }
    std::unique_ptr<Window> result(new Window(window));
    result->install_callbacks();
    return result;
}

Window::Window(GLFWwindow* window) : window_(window) {}

Window::~Window()
{
    glfwDestroyWindow(window_);
    glfwTerminate();
}

void Window::push(std::optional<ui::Action> action)
{
    if (!action)
        return;
    if (events_.actions.empty() || !merge(events_.actions.back(), *action))
        events_.actions.push_back(*action);
}

void Window::install_callbacks()
{
    glfwSetWindowUserPointer(window_, this);
    static const auto self = [](GLFWwindow* w) {
        return static_cast<Window*>(glfwGetWindowUserPointer(w));
    };
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double x, double y) {
        // The cursor is in window units, which are not pixels everywhere.
        int width = 0, height = 0;
        glfwGetWindowSize(w, &width, &height);
        const gpu::Extent pixels = self(w)->framebuffer();
        self(w)->push(self(w)->input_.move(
            x * pixels.width / std::max(width, 1), y * pixels.height / std::max(height, 1)));
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int mods) {
        if (button > GLFW_MOUSE_BUTTON_MIDDLE)
            return;
        const ui::Button which = button == GLFW_MOUSE_BUTTON_LEFT    ? ui::Button::left
                                 : button == GLFW_MOUSE_BUTTON_RIGHT ? ui::Button::right
                                                                     : ui::Button::middle;
        self(w)->push(
            self(w)->input_.button(which, press_of(action), modifiers_of(mods), glfwGetTime()));
    });
    glfwSetScrollCallback(window_,
        [](GLFWwindow* w, double, double up) { self(w)->push(self(w)->input_.wheel(up)); });
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int, int action, int mods) {
        self(w)->push(self(w)->input_.key(key_of(key), press_of(action), modifiers_of(mods)));
    });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int focused) {
        if (focused == GLFW_FALSE)
            self(w)->push(self(w)->input_.release_all());
    });
    glfwSetFramebufferSizeCallback(
        window_, [](GLFWwindow* w, int, int) { self(w)->events_.resized = true; });
    glfwSetWindowContentScaleCallback(
        window_, [](GLFWwindow* w, float, float) { self(w)->events_.resized = true; });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { self(w)->events_.exposed = true; });
}

std::vector<std::string> Window::instance_extensions() const
{
    std::uint32_t count = 0;
    const char** const names = glfwGetRequiredInstanceExtensions(&count);
    return names == nullptr ? std::vector<std::string>()
                            : std::vector<std::string>(names, names + count);
}

Result<VkSurfaceKHR> Window::make_surface(VkInstance instance) const
{
    VkSurfaceKHR surface = VK_NULL_HANDLE;
    const VkResult result = glfwCreateWindowSurface(instance, window_, nullptr, &surface);
    if (result != VK_SUCCESS)
        return gpu::vulkan_error(result, "glfwCreateWindowSurface");
    return surface;
}

void Window::wait(std::optional<double> timeout_s)
{
    if (!timeout_s)
        glfwWaitEvents();
    else if (*timeout_s > 0)
        glfwWaitEventsTimeout(*timeout_s);
    else
        glfwPollEvents();
}

WindowEvents Window::take_events()
{
    return std::exchange(events_, {});
}

gpu::Extent Window::framebuffer() const
{
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    if (glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == GLFW_TRUE)
        return {};
    return {static_cast<std::uint32_t>(std::max(width, 0)),
        static_cast<std::uint32_t>(std::max(height, 0))};
}

double Window::content_scale() const
{
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return std::clamp(static_cast<double>(x), 0.5, 8.0);
}

bool Window::closing() const
{
    return glfwWindowShouldClose(window_) != GLFW_FALSE;
}

void Window::toggle_full_screen()
{
    if (glfwGetWindowMonitor(window_) != nullptr) {
        glfwSetWindowMonitor(window_, nullptr, windowed_.x, windowed_.y, windowed_.width,
            windowed_.height, GLFW_DONT_CARE);
        return;
    }
    GLFWmonitor* const monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* const mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    if (mode == nullptr)
        return;
    glfwGetWindowPos(window_, &windowed_.x, &windowed_.y);
    glfwGetWindowSize(window_, &windowed_.width, &windowed_.height);
    glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, GLFW_DONT_CARE);
}

void Window::set_title(const std::string& title)
{
    glfwSetWindowTitle(window_, title.c_str());
}

} // namespace stele::viewer
