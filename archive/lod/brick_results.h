// What was made of bricks, kept aside until the whole build is done: a build that was interrupted,
// however it ended, goes on from there instead of doing the work again. One file a brick, whole or
// not there; a file that is damaged, or was made from something else, counts as not there.
#pragma once

#include "archive/base/io.h"
#include "archive/lod/reduce.h"

#include <atomic>
#include <filesystem>
#include <optional>

namespace stele::lod {

class BrickResults {
public:
    // The folder exists and is this build's own: same source, same recipe, same options.
    BrickResults(Io& io, std::filesystem::path folder) : io_(io), folder_(std::move(folder)) {}

    struct Key {
        std::uint32_t stage = 0;
        std::size_t brick = 0;
        std::uint32_t fingerprint = 0; // of what went in
    };
    static Key key_of(std::uint32_t stage, std::size_t brick, const Brick& content);

    std::optional<ReducedBrick> find(const Key& key);
    Status keep(const Key& key, const ReducedBrick& reduced);

    std::uint64_t found() const { return found_; }
    std::uint64_t kept() const { return kept_; }

private:
    std::filesystem::path path_of(const Key& key) const;

    Io& io_;
    std::filesystem::path folder_;
    std::atomic<std::uint64_t> found_{0}, kept_{0};
};

} // namespace stele::lod
