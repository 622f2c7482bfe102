// The file system that Assimp sees: the scan, and what lies beneath its folder by the rules of
// readers::Companions. Nothing can be written.
#pragma once

#include "archive/readers/companion.h"

#include <assimp/IOSystem.hpp>

namespace stele::read_mesh {

class FolderIo final : public Assimp::IOSystem {
public:
    // scan is an open file, known to Assimp as scan_name.
    FolderIo(const File& scan, std::string scan_name, readers::Companions companions)
        : scan_(&scan), scan_name_(std::move(scan_name)), companions_(std::move(companions))
    {
    }

    bool Exists(const char* name) const override;
    char getOsSeparator() const override { return '/'; }
    Assimp::IOStream* Open(const char* name, const char* mode = "rb") override;
    void Close(Assimp::IOStream* stream) override;

    // Names of the other files that were opened, in order.
    const std::vector<std::string>& opened() const { return opened_; }
    const Findings& findings() const { return tally_.findings(); }

private:
    const File* scan_;
    std::string scan_name_;
    readers::Companions companions_;
    readers::FindingTally tally_;
    std::vector<std::string> opened_;
};

} // namespace stele::read_mesh
