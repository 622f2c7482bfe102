// Opening, reading and verifying while a writer may exchange the root (see object.h).
#include "archive/ocfl/object.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace stele::ocfl {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxInventoryBytes = 512u << 20;
constexpr int kMaxExchanges = 1000; // a reader that loses this often reports what it saw
// On file systems without exchange, inventory and sidecar are renamed one after the other: wait
// that out.
constexpr int kUnchangedTries = 3;
constexpr std::chrono::milliseconds kUnchangedPause{5};

Result<Bytes> read_beneath(const File& directory, const std::string& name, std::uint64_t limit)
{
    STELE_TRY(const File file, File::open_beneath(directory, name));
    STELE_TRY(const std::uint64_t size, file.size_bytes());
    if (size > limit)
        return Error(Errc::limit, name + ": " + std::to_string(size) + " bytes");
    Bytes bytes(static_cast<std::size_t>(size));
    STELE_CHECK(file.read_at(0, bytes).in(name));
    return bytes;
}

bool may_be_race(Errc code)
{
    return code == Errc::not_found || code == Errc::corrupt || code == Errc::malformed;
}

bool same_directory(const File& a, const File& b)
{
    struct stat left {
    }, right{};
    return ::fstat(a.descriptor(), &left) == 0 && ::fstat(b.descriptor(), &right) == 0 &&
           left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

struct Opened {
    File directory;
    Inventory inventory;
};

Result<Opened> open_root(const fs::path& path)
{
    STELE_TRY(File directory, File::open_directory(path));
    Result<Inventory> inventory = read_checked_inventory(directory).in(path.string());
    int unchanged = 0;
    for (int i = 0; i < kMaxExchanges && !inventory && may_be_race(inventory.error().code()); ++i) {
        STELE_TRY(File now, File::open_directory(path));
        if (same_directory(directory, now)) {
            if (++unchanged == kUnchangedTries)
                break;
            std::this_thread::sleep_for(kUnchangedPause);
        }
        directory = std::move(now);
        inventory = read_checked_inventory(directory).in(path.string());
    }
    if (!inventory)
        return inventory.take_error();
    return Opened{std::move(directory), std::move(*inventory)};
}

} // namespace

Result<std::vector<DigestText>> hash_file(
    const File& file, const std::vector<DigestAlgorithm>& algorithms, const Cancel* cancel)
{
    std::vector<Hasher> hashers;
    for (const DigestAlgorithm algorithm : algorithms)
        hashers.emplace_back(algorithm);
    Bytes buffer(1u << 20);
    for (std::uint64_t offset = 0;;) {
        if (cancel != nullptr && cancel->requested)
            return Error(Errc::cancelled, "stopped");
        STELE_TRY(const std::size_t count, file.read_some(offset, buffer));
        if (count == 0)
            break;
        for (Hasher& hasher : hashers)
            hasher.update(ByteSpan(buffer).first(count));
        offset += count;
    }
    std::vector<DigestText> digests;
    for (Hasher& hasher : hashers)
        digests.push_back(hasher.finish_hex());
    return digests;
}

Result<Inventory> read_checked_inventory(const File& directory, std::string_view prefix)
{
    const std::string name = std::string(prefix) + "inventory.json";
    STELE_TRY(const Bytes text, read_beneath(directory, name, kMaxInventoryBytes));
    // The sidecar first: a torn inventory is damage, not bad JSON.
    Error last(Errc::not_found, name + " has no sidecar");
    for (const DigestAlgorithm algorithm : {DigestAlgorithm::sha512, DigestAlgorithm::sha256}) {
        const Result<Bytes> sidecar =
            read_beneath(directory, std::string(prefix) + sidecar_name(algorithm), 1024);
        if (!sidecar && sidecar.error().code() == Errc::not_found)
            continue;
        if (!sidecar)
            return sidecar.error();
        const std::optional<DigestText> stated = parse_sidecar(as_text(*sidecar));
        if (!stated || !same_digest(*stated, digest_hex(algorithm, text)))
            return Error(Errc::corrupt, name + " differs from its sidecar");
        STELE_TRY(Inventory inventory, parse_inventory(as_text(text)));
        if (inventory.algorithm != algorithm)
            return Error(Errc::malformed, name + " has a sidecar of another algorithm");
        return inventory;
    }
    return last;
}

Object::Object(fs::path path, File directory, Inventory inventory)
    : path_(std::move(path)), directory_(std::move(directory)), inventory_(std::move(inventory))
{
}

Result<Object> Object::open(const Root& root, const ObjectId& id)
{
    STELE_TRY(Object object, open_at(root.object_path(id)).in("object " + id.text));
    if (object.inventory_.id != id)
        return Error(Errc::corrupt,
            object.path_.string() + " holds the object " + object.inventory_.id.text);
    return object;
}

Result<Object> Object::open_at(const fs::path& object_root)
{
    STELE_TRY(Opened opened, open_root(object_root));
    return Object(object_root, std::move(opened.directory), std::move(opened.inventory));
}

Result<bool> Object::refresh()
{
    STELE_TRY(File now, File::open_directory(path_));
    if (same_directory(directory_, now))
        return false;
    STELE_TRY(Opened opened, open_root(path_));
    directory_ = std::move(opened.directory);
    inventory_ = std::move(opened.inventory);
    return true;
}

template <class Attempt>
auto Object::retried(const Attempt& attempt) -> decltype(attempt())
{
    auto result = attempt();
    for (int i = 0; i < kMaxExchanges && !result && may_be_race(result.error().code()); ++i) {
        STELE_TRY(const bool exchanged, refresh());
        result = attempt();
        if (!exchanged)
            break;
    }
    return result;
}

Result<ContentPath> Object::locate(const LogicalPath& path, std::optional<VersionNum> version) const
{
    const auto block = inventory_.versions.find(version.value_or(inventory_.head));
    if (block == inventory_.versions.end())
        return Error(Errc::not_found, "object " + inventory_.id.text + " has no " +
                                          version_name(version.value_or(inventory_.head)));
    const DigestText* const digest = digest_of(block->second, path);
    if (digest == nullptr)
        return Error(Errc::not_found, "object " + inventory_.id.text + " has no " + path.text);
    const std::vector<ContentPath>* const paths = content_of(inventory_.manifest, *digest);
    if (paths == nullptr || paths->empty())
        return Error(Errc::corrupt, "no content path for " + path.text);
    return paths->front();
}

Result<File> Object::open_content(const ContentPath& path) const
{
    STELE_TRY(File file, File::open_beneath(directory_, path.text));
    struct stat status {};
    if (::fstat(file.descriptor(), &status) != 0 || !S_ISREG(status.st_mode))
        return Error(Errc::corrupt, path.text + " is not a regular file");
    return file;
}

Result<File> Object::open_file(const LogicalPath& path, std::optional<VersionNum> version)
{
    return retried([&]() -> Result<File> {
        STELE_TRY(const ContentPath content, locate(path, version));
        return open_content(content);
    });
}

Result<Bytes> Object::read_file(
    const LogicalPath& path, std::uint64_t limit_bytes, std::optional<VersionNum> version)
{
    return retried([&]() -> Result<Bytes> {
        STELE_TRY(const ContentPath content, locate(path, version));
        STELE_TRY(Bytes bytes, read_beneath(directory_, content.text, limit_bytes));
        const std::vector<ContentPath>* const expected =
            content_of(inventory_.manifest, digest_hex(inventory_.algorithm, bytes));
        if (expected == nullptr ||
            std::find(expected->begin(), expected->end(), content) == expected->end())
            return Error(Errc::corrupt, content.text + " differs from its digest");
        return bytes;
    });
}

Result<std::vector<StoredFile>> Object::files(std::optional<VersionNum> version)
{
    return retried([&]() -> Result<std::vector<StoredFile>> {
        const auto block = inventory_.versions.find(version.value_or(inventory_.head));
        if (block == inventory_.versions.end())
            return Error(Errc::not_found, "no such version of " + inventory_.id.text);
        std::vector<StoredFile> files;
        for (const auto& [logical, digest] : logical_state(block->second)) {
            const std::vector<ContentPath>* const paths = content_of(inventory_.manifest, digest);
            if (paths == nullptr || paths->empty())
                return Error(Errc::corrupt, "no content path for " + logical.text);
            STELE_TRY(const File file, open_content(paths->front()));
            STELE_TRY(const std::uint64_t size, file.size_bytes());
            files.push_back({logical, paths->front(), digest, size});
        }
        return files;
    });
}

auto Object::claims(bool all_digests) const -> std::map<ContentPath, Claims>
{
    std::map<ContentPath, Claims> claims;
    for (const auto& [path, digest] : content_files(inventory_.manifest))
        claims[path] = {{inventory_.algorithm, digest}};
    if (all_digests)
        for (const auto& [name, manifest] : inventory_.fixity)
            if (const auto known = digest_algorithm_named(name))
                for (const auto& [path, digest] : content_files(manifest))
                    claims[path].emplace_back(*known, digest);
    return claims;
}

Status Object::check_content(
    const ContentPath& path, const Claims& claims, const Cancel* cancel, std::uint64_t& size) const
{
    STELE_TRY(const File file, open_content(path));
    STELE_TRY(size, file.size_bytes());
    std::vector<DigestAlgorithm> algorithms;
    for (const auto& [algorithm, digest] : claims)
        algorithms.push_back(algorithm);
    STELE_TRY(const std::vector<DigestText> found, hash_file(file, algorithms, cancel));
    for (std::size_t i = 0; i < found.size(); ++i)
        if (!same_digest(found[i], claims[i].second))
            return Error(Errc::corrupt, std::string(digest_name(algorithms[i])) + " is " +
                                            found[i] + ", recorded is " + claims[i].second);
    return {};
}

Result<Findings> Object::verify_once(const VerifyOptions& options) const
{
    Findings findings;
    VerifyProgress progress;
    const std::map<ContentPath, Claims> all = claims(options.all_digests);
    progress.files_total = all.size();
    for (const auto& [path, expected] : all) {
        std::uint64_t size = 0;
        const Status status = check_content(path, expected, options.cancel, size);
        if (!status && status.error().code() == Errc::cancelled)
            return status.error();
        if (!status) {
            const Errc code = status.error().code();
            const std::string_view name = code == Errc::corrupt     ? "ocfl.fixity"
                                          : code == Errc::not_found ? "ocfl.missing"
                                                                    : "ocfl.unreadable";
            findings.push_back(
                {Severity::error, std::string(name), path.text, status.error().text(), 1});
        }
        ++progress.files_done;
        progress.bytes_done += size;
        if (options.progress)
            options.progress(progress);
    }
    return findings;
}

Result<Findings> Object::verify(const VerifyOptions& options)
{
    // An exchange while this runs makes old paths vanish; the new root is then checked from its
    // beginning.
    for (int i = 0;; ++i) {
        STELE_TRY(Findings findings, verify_once(options));
        if (findings.empty() || i == kMaxExchanges)
            return findings;
        STELE_TRY(const bool exchanged, refresh());
        if (!exchanged)
            return findings;
    }
}

} // namespace stele::ocfl
