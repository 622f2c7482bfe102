// ZIP as in PKWARE's APPNOTE 6.3: method 0, dates 1980-01-01, the alignment in an extra field,
// ZIP64 end records.
#include "archive/page/pack.h"

#include "archive/base/digest.h"
#include "archive/page/layout.h"

#include <algorithm>
#include <limits>

namespace stele::page {

namespace {

constexpr std::uint32_t kLocalMagic = 0x04034b50;
constexpr std::uint32_t kCentralMagic = 0x02014b50;
constexpr std::uint32_t kEnd64Magic = 0x06064b50;
constexpr std::uint32_t kLocator64Magic = 0x07064b50;
constexpr std::uint32_t kEndMagic = 0x06054b50;
constexpr std::uint16_t kVersionNeeded = 10;         // stored
constexpr std::uint16_t kVersionMade = 3u << 8 | 45; // Unix, 4.5
constexpr std::uint16_t kDate = 1u << 5 | 1;         // 1980-01-01
constexpr std::uint16_t kAlignmentExtra = 0xd935;    // the id that Android's zipalign registered
constexpr std::uint32_t kFileMode = 0100644u << 16;
constexpr std::size_t kLocalBytes = 30, kCentralBytes = 46, kMinExtraBytes = 6;
constexpr std::size_t kEnd64Bytes = 56, kLocator64Bytes = 20, kEndBytes = 22;
constexpr std::size_t kTailBytes = kEnd64Bytes + kLocator64Bytes + kEndBytes;
constexpr std::uint64_t kLimit = std::numeric_limits<std::uint32_t>::max();

// So that the data after header, name and extra field starts at a multiple of kPageAlignment.
std::uint64_t extra_bytes(std::uint64_t header_offset, std::size_t name_bytes)
{
    const std::uint64_t end = header_offset + kLocalBytes + name_bytes + kMinExtraBytes;
    return kMinExtraBytes + (kPageAlignment - end % kPageAlignment) % kPageAlignment;
}

// The fields that the local and the central header share, from "version needed" to the name's
// length.
struct Shared {
    std::uint16_t version_needed = kVersionNeeded, flags = 0, method = 0, time = 0, date = kDate;
    std::uint32_t crc32 = 0, packed_bytes = 0, bytes = 0;
    std::uint16_t name_bytes = 0, extra_bytes = 0;
};

void write_shared(ByteWriter& out, const Shared& s)
{
    for (const std::uint16_t field : {s.version_needed, s.flags, s.method, s.time, s.date})
        out.write(field);
    for (const std::uint32_t field : {s.crc32, s.packed_bytes, s.bytes})
        out.write(field);
    out.write(s.name_bytes);
    out.write(s.extra_bytes);
}

Shared shared_fields(const PackEntry& entry, std::uint64_t extra)
{
    Shared s;
    s.crc32 = entry.crc32;
    s.packed_bytes = s.bytes = static_cast<std::uint32_t>(entry.bytes);
    s.name_bytes = static_cast<std::uint16_t>(entry.name.size());
    s.extra_bytes = static_cast<std::uint16_t>(extra);
    return s;
}

// entry.offset is not read: it follows from the header's.
Bytes local_header(const PackEntry& entry, std::uint64_t header_offset)
{
    const std::uint64_t extra = extra_bytes(header_offset, entry.name.size());
    ByteWriter out;
    out.write(kLocalMagic);
    write_shared(out, shared_fields(entry, extra));
    out.write_text(entry.name);
    out.write(kAlignmentExtra);
    out.write(static_cast<std::uint16_t>(extra - 4));
    out.write(static_cast<std::uint16_t>(kPageAlignment));
    out.write_bytes(Bytes(static_cast<std::size_t>(extra - kMinExtraBytes)));
    return out.take();
}

void write_central(ByteWriter& out, const PackEntry& entry, std::uint64_t header_offset)
{
    out.write(kCentralMagic);
    out.write(kVersionMade);
    write_shared(out, shared_fields(entry, 0));
    out.write(std::uint16_t{0}); // comment
    out.write(std::uint16_t{0}); // disk
    out.write(std::uint16_t{0}); // internal attributes
    out.write(kFileMode);
    out.write(static_cast<std::uint32_t>(header_offset));
    out.write_text(entry.name);
}

struct Tail {
    std::uint64_t entries = 0, directory_bytes = 0, directory_offset = 0;
};

void write_tail(ByteWriter& out, const Tail& t)
{
    out.write(kEnd64Magic);
    out.write(std::uint64_t{kEnd64Bytes - 12});
    out.write(kVersionMade);
    out.write(std::uint16_t{45});
    out.write(std::uint64_t{0}); // this disk, disk of the directory
    out.write(t.entries);
    out.write(t.entries);
    out.write(t.directory_bytes);
    out.write(t.directory_offset);
    out.write(kLocator64Magic);
    out.write(std::uint32_t{0});
    out.write(t.directory_offset + t.directory_bytes);
    out.write(std::uint32_t{1});
    out.write(kEndMagic);
    out.write(std::uint32_t{0});
    const auto entries = static_cast<std::uint16_t>(std::min<std::uint64_t>(t.entries, 0xffff));
    out.write(entries);
    out.write(entries);
    out.write(static_cast<std::uint32_t>(t.directory_bytes));
    out.write(static_cast<std::uint32_t>(t.directory_offset));
    out.write(std::uint16_t{0});
}

bool equal(ByteSpan a, ByteSpan b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

// Everything that write_tail fixes must be as it writes it.
Result<Tail> read_tail(ByteSpan bytes, std::uint64_t file_bytes)
{
    Tail t;
    ByteReader in(bytes.subspan(32));
    STELE_TRY(t.entries, in.read<std::uint64_t>());
    STELE_TRY(t.directory_bytes, in.read<std::uint64_t>());
    STELE_TRY(t.directory_offset, in.read<std::uint64_t>());
    ByteWriter expected;
    write_tail(expected, t);
    if (!equal(bytes, expected.bytes()))
        return Error(Errc::malformed, "zip end record is not Stele's");
    if (t.directory_bytes > file_bytes || t.directory_offset > file_bytes ||
        t.directory_offset + t.directory_bytes + kTailBytes != file_bytes)
        return Error(Errc::malformed, "zip directory lies outside the file");
    if (t.entries > t.directory_bytes / kCentralBytes)
        return Error(Errc::malformed, "zip directory is shorter than its entries");
    return t;
}

// The entry whose local header lies at header_offset. What is read decides name, size and checksum;
// everything else must be what PackFile writes for these.
Result<PackEntry> read_central(ByteReader& in, ByteSpan directory, std::uint64_t header_offset)
{
    const std::size_t start = in.offset();
    PackEntry entry;
    STELE_TRY(const ByteSpan skipped, in.take(16));
    static_cast<void>(skipped);
    STELE_TRY(entry.crc32, in.read<std::uint32_t>());
    STELE_TRY(const auto packed_bytes, in.read<std::uint32_t>());
    STELE_TRY(const auto bytes, in.read<std::uint32_t>());
    STELE_TRY(const auto name_bytes, in.read<std::uint16_t>());
    STELE_TRY(const ByteSpan rest, in.take(kCentralBytes - 30));
    static_cast<void>(rest);
    static_cast<void>(packed_bytes);
    STELE_TRY(const ByteSpan name, in.take(name_bytes));
    entry.bytes = bytes;
    entry.name = std::string(as_text(name));
    entry.offset =
        header_offset + kLocalBytes + name.size() + extra_bytes(header_offset, name.size());
    ByteWriter expected;
    write_central(expected, entry, header_offset);
    if (!equal(expected.bytes(), directory.subspan(start, in.offset() - start)))
        return Error(Errc::malformed, "zip directory entry " + entry.name + " is not Stele's");
    return entry;
}

Status check_local(
    const File& file, const PackEntry& entry, std::uint64_t header_offset, std::uint64_t end)
{
    if (entry.offset > end || entry.bytes > end - entry.offset)
        return Error(Errc::malformed, entry.name + ": data reaches into the directory");
    Bytes header(static_cast<std::size_t>(entry.offset - header_offset));
    STELE_CHECK(file.read_at(header_offset, header));
    if (!equal(header, local_header(entry, header_offset)))
        return Error(Errc::malformed, entry.name + ": local header and directory disagree");
    return {};
}

} // namespace

Result<PackFile> PackFile::create(Io& io, const std::filesystem::path& path)
{
    STELE_TRY(auto out, io.create_file(path));
    return PackFile(std::move(out));
}

std::uint64_t PackFile::size_with(std::string_view name, std::uint64_t bytes) const
{
    return offset_ + kLocalBytes + name.size() + extra_bytes(offset_, name.size()) + bytes +
           directory_bytes_ + kCentralBytes + name.size() + kTailBytes;
}

Result<std::uint64_t> PackFile::add(std::string_view name, ByteSpan bytes)
{
    if (name.empty() || name.size() > 255)
        return Error(
            Errc::invalid_argument, "zip entry name of " + std::to_string(name.size()) + " bytes");
    if (bytes.size() > kLimit || size_with(name, bytes.size()) > kLimit)
        return Error(Errc::limit, "pack larger than 4 GiB");
    Entry e;
    e.header_offset = offset_;
    e.entry = {std::string(name), 0, bytes.size(), crc32_zip(bytes)};
    const Bytes header = local_header(e.entry, offset_);
    e.entry.offset = offset_ + header.size();
    STELE_CHECK(out_->write(header));
    STELE_CHECK(out_->write(bytes));
    offset_ = e.entry.offset + bytes.size();
    directory_bytes_ += kCentralBytes + name.size();
    entries_.push_back(std::move(e));
    return entries_.back().entry.offset;
}

Status PackFile::finish()
{
    ByteWriter out;
    for (const Entry& e : entries_)
        write_central(out, e.entry, e.header_offset);
    write_tail(out, {entries_.size(), out.size(), offset_});
    STELE_CHECK(out_->write(out.bytes()));
    STELE_CHECK(out_->sync());
    return out_->close();
}

Result<std::vector<PackEntry>> read_pack_directory(const File& file)
{
    STELE_TRY(const std::uint64_t file_bytes, file.size_bytes());
    if (file_bytes < kTailBytes || file_bytes > kLimit)
        return Error(Errc::malformed, "pack of " + std::to_string(file_bytes) + " bytes");
    Bytes tail_bytes(kTailBytes);
    STELE_CHECK(file.read_at(file_bytes - kTailBytes, tail_bytes));
    STELE_TRY(const Tail tail, read_tail(tail_bytes, file_bytes));
    Bytes directory(static_cast<std::size_t>(tail.directory_bytes));
    STELE_CHECK(file.read_at(tail.directory_offset, directory));

    ByteReader in(directory);
    std::vector<PackEntry> entries;
    std::uint64_t next_header = 0;
    for (std::uint64_t i = 0; i < tail.entries; ++i) {
        STELE_TRY(PackEntry entry, read_central(in, directory, next_header));
        STELE_CHECK(check_local(file, entry, next_header, tail.directory_offset));
        next_header = entry.offset + entry.bytes;
        entries.push_back(std::move(entry));
    }
    if (in.remaining() != 0 || next_header != tail.directory_offset)
        return Error(Errc::malformed, "bytes between the zip's entries and its directory");
    return entries;
}

} // namespace stele::page
