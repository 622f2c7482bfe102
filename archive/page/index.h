// index.stele <-> PageIndex. Chunks of at most 64 KiB, the root's first; chunk k refers only to
// chunks before it, so any prefix of the file selects a complete picture.
#pragma once

#include "archive/base/bytes.h"
#include "archive/model/page_index.h"

namespace stele::page {

// Errc::invalid_argument when the index breaks a rule that read_index checks.
Result<Bytes> write_index(const PageIndex& index);

// Strict: sizes, checksums and ranges, then check_index. Errc::newer_format before anything else is
// judged.
Result<PageIndex> read_index(ByteSpan bytes);

// Pages tile the groups, groups name their page, parents are later, coarser and ascending, the last
// page is the root and alone holds terminal groups, pages do not overlap in their packs.
Status check_index(const PageIndex& index);

} // namespace stele::page
