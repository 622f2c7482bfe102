// CPU seconds of the calling thread or of the whole process, for reports; never for decisions.
#pragma once

#include <ctime>

namespace stele {

class CpuTime {
public:
    enum class Of { thread, process };
    explicit CpuTime(Of of = Of::thread)
        : clock_(of == Of::thread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_PROCESS_CPUTIME_ID),
          last_(now())
    {
    }

    // Seconds since the last call.
    double lap()
    {
        const double t = now();
        const double seconds = t - last_;
        last_ = t;
        return seconds;
    }

private:
    double now() const
    {
        timespec t{};
        ::clock_gettime(clock_, &t);
        return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
    }
    clockid_t clock_;
    double last_;
};

} // namespace stele
