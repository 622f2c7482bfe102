// The OCFL storage root: its declaration and layout, which objects it holds, where each lies.
#pragma once

#include "archive/base/io.h"
#include "archive/base/result.h"
#include "archive/model/ids.h"
#include "archive/ocfl/archive_dir.h"
#include "archive/ocfl/layout.h"

#include <filesystem>
#include <vector>

namespace stele::ocfl {

class Root {
public:
    // A new root at a path that does not exist yet: declaration, layout, extension, extra files;
    // all synced but the parent directory.
    static Status create(
        Io& io, const std::filesystem::path& path, const std::vector<ExtraFile>& files = {});
    // Checks the declaration (1.0 and 1.1) and the layout, which must be extension 0004.
    static Result<Root> open(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path object_path(const ObjectId& id) const;
    bool contains(const ObjectId& id) const;
    // Walks the whole hierarchy; ids come from the inventories. Sorted. What is no readable object
    // is left out: validate_root names it.
    Result<std::vector<ObjectId>> object_ids() const;
    // Object roots by their declaration, sorted, whatever state they are in.
    Result<std::vector<std::filesystem::path>> object_paths() const;

private:
    Root(std::filesystem::path path, LayoutConfig layout) : path_(std::move(path)), layout_(layout)
    {
    }
    std::filesystem::path path_;
    LayoutConfig layout_;
};

// A directory with a file "0=ocfl_object_..." in it.
bool is_object_root(const std::filesystem::path& directory);

} // namespace stele::ocfl
