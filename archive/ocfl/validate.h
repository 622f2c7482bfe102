// Stele's own OCFL 1.0 and 1.1 validator: judges what lies on disk by the official codes, knowing
// nothing of how it was written. Every rule that files can show is checked; every content file is
// read once.
#pragma once

#include "archive/base/parallel.h"
#include "archive/ocfl/violation.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace stele::ocfl {

struct ValidateOptions {
    bool content =
        true; // read content files and compare digests; false judges structure and inventories only
    const Cancel* cancel = nullptr; // stops early: what was found so far, and one kUnreadable
    // After each object of a root: its directory, and what was found there.
    std::function<void(const std::string& object_directory, const Violations&)> object_done;
};

// Paths in the result are relative to the object root. Empty: valid, without warnings.
Violations validate_object(
    const std::filesystem::path& object_root, const ValidateOptions& options = {});

// The storage root and every object in it; paths are relative to the storage root.
Violations validate_root(
    const std::filesystem::path& storage_root, const ValidateOptions& options = {});

} // namespace stele::ocfl
