// Names of error codes, as they appear in logs and JSON.
#include "archive/base/result.h"

namespace stele {

std::string_view errc_name(Errc code)
{
    switch (code) {
    case Errc::invalid_argument:
        return "invalid-argument";
    case Errc::not_found:
        return "not-found";
    case Errc::already_exists:
        return "already-exists";
    case Errc::permission_denied:
        return "permission-denied";
    case Errc::read_only:
        return "read-only";
    case Errc::no_space:
        return "no-space";
    case Errc::io:
        return "io";
    case Errc::corrupt:
        return "corrupt";
    case Errc::malformed:
        return "malformed";
    case Errc::unsupported:
        return "unsupported";
    case Errc::newer_format:
        return "newer-format";
    case Errc::limit:
        return "limit";
    case Errc::locked:
        return "locked";
    case Errc::cross_device:
        return "cross-device";
    case Errc::not_an_archive:
        return "not-an-archive";
    case Errc::no_device:
        return "no-device";
    case Errc::device_lost:
        return "device-lost";
    case Errc::cancelled:
        return "cancelled";
    case Errc::internal:
        return "internal";
    }
    return "internal";
}

} // namespace stele
