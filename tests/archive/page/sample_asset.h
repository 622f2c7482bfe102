// A sample asset written to a temporary directory.
#pragma once

#include "archive/page/asset_file.h"
#include "archive/page/pack_writer.h"
#include "tests/archive/page/sample_groups.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <fstream>

namespace stele::test {

inline Result<PageIndex> write_sample(const SampleOptions& o,
    const std::filesystem::path& directory, unsigned jobs = 1, std::uint64_t max_pack_bytes = 0)
{
    STELE_TRY(const auto writer,
        page::PackWriter::create(real_io(), directory, {sample_grid(), jobs, max_pack_bytes}));
    for (auto& groups : sample_levels(o))
        STELE_CHECK(writer->take(std::move(groups)));
    return writer->finish(sample_asset(o));
}

// Bytes of a file, for comparing and spoiling.
inline Bytes bytes_of(const std::filesystem::path& path)
{
    return *read_file(path, 1u << 30);
}

// Without syncing, and as a new file: ext4 flushes a file that is truncated and closed.
inline void overwrite(const std::filesystem::path& path, const Bytes& bytes)
{
    std::filesystem::remove(path);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(as_text(bytes).data(), static_cast<std::streamsize>(bytes.size()));
    EXPECT_TRUE(out.flush());
}

} // namespace stele::test
