// The other files that a scan names, found whatever the slashes and case, and never read outside
// the folder.
#pragma once

#include "archive/base/file.h"
#include "archive/model/scan.h"
#include "archive/readers/finding_tally.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stele::readers {

// How the name is written: a glTF URI (percent-encoded), or text as OBJ and MTL exporters leave it.
enum class Notation { uri, path };

class Companions {
public:
    // folder empty: the file's own. Errc::invalid_argument when file does not lie beneath folder.
    static Result<Companions> beside(
        const std::filesystem::path& file, const std::filesystem::path& folder);
    // For input from memory: nothing is found.
    static Companions none() { return {}; }

    // Looks for the file as named, relative to base (a directory relative to the folder; the scan's
    // own when empty), then for shorter and shorter tails of the name, which finds textures by
    // absolute paths of another machine. Adds it to list() once a name and role; a name that leads
    // outside the folder adds the finding "companion.outside-folder". Returns the index in list().
    std::size_t add(std::string_view named, std::string_view role, Notation notation,
        FindingTally& tally, const std::filesystem::path& base = {});

    // Precondition: list()[index].resolved is not empty. Errc::limit beyond limit_bytes, before
    // allocating.
    Result<Bytes> read(std::size_t index, std::uint64_t limit_bytes) const;
    // Precondition as for read.
    Result<File> open(std::size_t index) const
    {
        return File::open_beneath(*root_, relative_[index]);
    }
    // The folder beneath which everything is found; null for none().
    const File* folder() const { return root_.get(); }
    // The same, but of a longer file only the first most_bytes.
    Result<Bytes> read_head(std::size_t index, std::uint64_t most_bytes) const;
    bool found(std::size_t index) const { return !list_[index].resolved.empty(); }
    bool outside(std::size_t index) const { return outside_[index]; }
    // Directory of a found companion, relative to the folder.
    std::filesystem::path directory_of(std::size_t index) const;

    const std::vector<Companion>& list() const { return list_; }

private:
    struct Match {
        std::string relative; // to the folder; empty when nothing was found
        bool outside = false;
    };
    Match look_up(std::string name, const std::filesystem::path& base) const;
    Match look_beneath(const std::filesystem::path& relative) const;

    std::shared_ptr<File> root_; // null: nothing is found
    std::filesystem::path folder_;
    std::filesystem::path scan_directory_; // relative to folder_
    std::vector<Companion> list_;
    std::vector<std::string> relative_;
    std::vector<bool> outside_;
};

} // namespace stele::readers
