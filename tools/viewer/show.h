// The window's loop: draws when something changed and not otherwise, never more often than the
// frame cap.
#pragma once

#include "tools/viewer/scene.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stele::viewer {

struct ShowStats {
    std::uint64_t frames = 0;       // presented
    std::uint64_t submits = 0;      // to the GPU, in all
    std::uint64_t idle_submits = 0; // while nothing had changed: must be 0
    std::uint64_t waits = 0;        // times the loop slept without a limit
    double idle_s = 0;              // slept without a limit
    double longest_rest_s = 0;      // from having nothing to do to the next reason
    double rest_cpu_s = 0;          // of all threads, in all such times
    double run_s = 0;
    double longest_pick_ms = 0; // finding the point under the pointer: waits for frames in flight
    double first_frame_ms = 0;  // from the start of the program's work to the first presented frame
    double shown_error_m = 0;
    std::uint64_t triangles = 0;
    double azimuth_deg = 0, elevation_deg = 0, distance_m = 0;
    double metres_per_px = 0; // orthographic; 0 in perspective
    std::string language, mode, device;
    std::uint32_t width = 0, height = 0; // of the window at the end
    std::vector<std::string> pictures;   // screenshots written
    std::uint64_t validation_messages = 0;
    std::vector<std::string> validation_log;
};

Result<ShowStats> show(const Scene& scene, const Options& options);

} // namespace stele::viewer
