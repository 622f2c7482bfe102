// Exit codes of every Stele program (documented in README.md; an unknown code is a failure).
#pragma once

#include "archive/base/result.h"

namespace stele {

enum class Exit : int {
    success = 0,
    failed = 1,
    usage = 2,
    partly = 3,  // finished, but some inputs were refused or have no viewing copy
    damaged = 4, // verify found damage
    no_match = 5,
    no_archive = 10,
    locked = 11,
    newer = 12,
    permission = 13,
    no_space = 14,
    no_device = 20,
    not_built = 21, // a part that this build leaves out
    internal = 70,
    device_lost = 75,
    interrupted = 130,
    terminated = 143,
};

inline Exit exit_of(Errc code)
{
    switch (code) {
    case Errc::invalid_argument:
        return Exit::usage;
    case Errc::not_an_archive:
        return Exit::no_archive;
    case Errc::locked:
        return Exit::locked;
    case Errc::newer_format:
        return Exit::newer;
    case Errc::permission_denied:
    case Errc::read_only:
        return Exit::permission;
    case Errc::no_space:
        return Exit::no_space;
    case Errc::no_device:
        return Exit::no_device;
    case Errc::device_lost:
        return Exit::device_lost;
    case Errc::cancelled:
        return Exit::interrupted;
    case Errc::internal:
        return Exit::internal;
    default:
        return Exit::failed;
    }
}

} // namespace stele
