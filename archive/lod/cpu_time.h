// CPU seconds of the calling thread, for reports; never for decisions.
#pragma once

#include <ctime>

namespace stele::lod {

class CpuTime {
public:
    CpuTime() : last_(now()) {}

    // Seconds since the last call.
    double lap()
    {
        const double t = now();
        const double seconds = t - last_;
        last_ = t;
        return seconds;
    }

private:
    static double now()
    {
        timespec t{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
    }
    double last_;
};

} // namespace stele::lod
