// The shared test data: real scans, conformance fixtures. Absent data skips a test;
// STELE_REQUIRE_SHARED=1 turns that skip into a failure.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace stele::test {

inline std::filesystem::path shared_path(std::string_view relative)
{
    const char* const override_dir = std::getenv("STELE_SHARED");
    return std::filesystem::path(override_dir != nullptr ? override_dir : STELE_SHARED_DIR) /
           relative;
}

inline bool shared_required()
{
    const char* const flag = std::getenv("STELE_REQUIRE_SHARED");
    return flag != nullptr && std::string_view(flag) == "1";
}

} // namespace stele::test

// Use at the top of a test: STELE_NEED_SHARED("scans/statues_untextured/skull.obj");
#define STELE_NEED_SHARED(relative)                                                                \
    do {                                                                                           \
        if (!std::filesystem::exists(::stele::test::shared_path(relative))) {                      \
            if (::stele::test::shared_required())                                                  \
                FAIL() << "missing shared data: " << ::stele::test::shared_path(relative);         \
            GTEST_SKIP() << "missing shared data: " << ::stele::test::shared_path(relative);       \
        }                                                                                          \
    } while (false)
