// The builder's sink: groups in, pages-NNNN.zip and index.stele out. Same groups, same bytes for
// any number of jobs.
#pragma once

#include "archive/base/io.h"
#include "archive/model/lod.h"
#include "archive/model/page_index.h"
#include "archive/page/pack.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace stele::page {

struct PackOptions {
    Grid grid;                        // of the asset; AssetInfo at the end must agree
    unsigned jobs = 0;                // encoders; 0 = all cores
    std::uint64_t max_pack_bytes = 0; // 0 = kMaxPackBytes
};

class PackWriter : public GroupSink {
public:
    // directory exists and holds no packs. Nothing is written before the first page.
    static Result<std::unique_ptr<PackWriter>> create(
        Io& io, const std::filesystem::path& directory, const PackOptions& options);

    // Terminal groups come last and fill exactly one page of at most kRootPageTriangles.
    // After a failure the writer is spent.
    Status take(std::vector<LodGroup> groups) override;

    // Closes the last pack and writes the index. Errc::invalid_argument when no terminal group was
    // taken.
    Result<PageIndex> finish(const AssetInfo& asset);

    // CPU seconds of all threads so far.
    double encode_s() const { return encode_s_; }
    double write_s() const { return write_s_; }

private:
    PackWriter(Io& io, std::filesystem::path directory, const PackOptions& options)
        : io_(io), directory_(std::move(directory)), options_(options)
    {
    }
    Status check_call(const std::vector<LodGroup>& groups);
    Status write_page(PageRecord record, ByteSpan glb);
    void note_group(const LodGroup& group);

    struct ParentLink {
        std::uint32_t child, parent;
    };
    Io& io_;
    std::filesystem::path directory_;
    PackOptions options_;
    std::optional<PackFile> pack_;
    PageIndex index_;
    std::vector<ParentLink> links_;
    bool has_colours_ = false, has_normals_ = false;
    bool has_root_ = false;
    double encode_s_ = 0, write_s_ = 0;
};

} // namespace stele::page
