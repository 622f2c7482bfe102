// The moment at which a staged object root becomes the object: one rename or one exchange where the
// file system can, a write-ahead record where it cannot. README.md states the protocol and what
// holds at every step of it.
#pragma once

#include "archive/base/io.h"
#include "archive/base/result.h"
#include "archive/ocfl/staging.h"

#include <filesystem>

namespace stele::ocfl {

enum class CommitKind {
    create,  // the object must not exist
    update,  // the staged root is the old one and one version more
    replace, // the staged root replaces the whole object
};

struct CommitPlan {
    CommitKind kind = CommitKind::create;
    std::filesystem::path storage_root;
    VersionNum head; // of the staged root
};

enum class CommitPath { rename, exchange, write_ahead };

// Precondition: the staged root is complete and synced but its directories above the object. When
// this returns without error the version is durable. An error after the rename leaves the old or
// the new object, whole: look. A folder that may still be needed is kept for recover().
Result<CommitPath> commit_staged(Io& io, Staging& staging, const CommitPlan& plan);

// Settles the write-ahead record in a transaction folder, if there is one. Idempotent.
enum class Settled { nothing, forward, back };
Result<Settled> settle_record(
    Io& io, const std::filesystem::path& folder, const std::filesystem::path& storage_root);

} // namespace stele::ocfl
