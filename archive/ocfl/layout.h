// Where an object lies in the storage root: extension 0004, hashed n-tuple storage layout. Pure.
#pragma once

#include "archive/base/digest.h"
#include "archive/base/result.h"
#include "archive/model/ids.h"

#include <string>
#include <string_view>

namespace stele::ocfl {

inline constexpr std::string_view kLayoutExtension = "0004-hashed-n-tuple-storage-layout";

struct LayoutConfig {
    DigestAlgorithm algorithm = DigestAlgorithm::sha256;
    std::uint32_t tuple_size = 3;
    std::uint32_t tuple_count = 3;
    bool short_object_root = false;
    friend bool operator==(const LayoutConfig&, const LayoutConfig&) = default;
};

// Relative to the storage root, with '/'. Precondition: config passed check_layout.
std::string object_directory(const ObjectId& id, const LayoutConfig& config = {});

// The constraints of the extension's text.
Status check_layout(const LayoutConfig& config);
// config.json of the extension, read and written. Absent keys have the extension's defaults.
Result<LayoutConfig> parse_layout(std::string_view config_json);
std::string print_layout(const LayoutConfig& config = {});

// The name of an extension in the OCFL registry as of 2026 (0001 to 0012, and the initial
// extension).
bool is_registered_extension(std::string_view name);

} // namespace stele::ocfl
