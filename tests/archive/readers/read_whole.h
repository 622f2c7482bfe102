// A scan read to its end, for tests, and small files to read.
#pragma once

#include "archive/readers/reader.h"
#include "archive/readers/readers_internal.h"
#include "tests/support/temp_dir.h"

#include <cstring>
#include <fstream>
#include <string>
#include <string_view>

namespace stele::test {

struct WholeScan {
    ScanInfo info;
    VertexBatch vertices;
    std::vector<Triangle> triangles;
    Findings findings;

    const Finding* find(std::string_view code) const
    {
        for (const Finding& finding : findings)
            if (finding.code == code)
                return &finding;
        return nullptr;
    }
    const Finding& at(std::string_view code) const
    {
        static const Finding kNone;
        const Finding* const finding = find(code);
        return finding != nullptr ? *finding : kNone;
    }
    std::uint64_t count(std::string_view code) const
    {
        const Finding* const finding = find(code);
        return finding != nullptr ? finding->count : 0;
    }
};

// Also checks the contract: parallel arrays, indices in range, normals unit or zero.
inline Result<WholeScan> read_whole(readers::OpenedScan opened)
{
    STELE_TRY(const std::unique_ptr<ScanSource> source, std::move(opened));
    WholeScan whole;
    whole.info = source->info();
    VertexBatch batch;
    for (;;) {
        STELE_TRY(const bool more, source->next_vertices(batch));
        if (!more)
            break;
        if (whole.info.has_colours != !batch.colours.empty() ||
            whole.info.has_normals != !batch.normals.empty() ||
            (!batch.colours.empty() && batch.colours.size() != batch.positions.size()) ||
            (!batch.normals.empty() && batch.normals.size() != batch.positions.size()))
            return Error(Errc::internal, "a batch whose arrays are not parallel");
        auto& v = whole.vertices;
        v.positions.insert(v.positions.end(), batch.positions.begin(), batch.positions.end());
        v.colours.insert(v.colours.end(), batch.colours.begin(), batch.colours.end());
        v.normals.insert(v.normals.end(), batch.normals.begin(), batch.normals.end());
    }
    std::vector<Triangle> faces;
    for (;;) {
        STELE_TRY(const bool more, source->next_faces(faces));
        if (!more)
            break;
        whole.triangles.insert(whole.triangles.end(), faces.begin(), faces.end());
    }
    for (const Triangle& t : whole.triangles)
        for (const std::uint32_t index : t)
            if (index >= whole.vertices.positions.size())
                return Error(Errc::internal, "an index out of range was delivered");
    for (const Vec3f n : whole.vertices.normals)
        if (length(n) != 0 && !(std::abs(length(n) - 1) < 1e-4f))
            return Error(Errc::internal, "a normal that is not of unit length was delivered");
    whole.findings = source->findings();
    return whole;
}

// From memory, with nothing beside it.
inline Result<WholeScan> read_alone(
    readers::OpenedScan (*open)(readers::Input, readers::Companions), std::string_view bytes)
{
    return read_whole(open(readers::Input::memory(as_bytes(bytes)), readers::Companions::none()));
}
inline Result<WholeScan> read_ply(std::string_view bytes)
{
    return read_alone(&readers::open_ply, bytes);
}
inline Result<WholeScan> read_obj(std::string_view text)
{
    return read_alone(&readers::open_obj, text);
}
inline Result<WholeScan> read_gltf(std::string_view bytes)
{
    return read_alone(&readers::open_gltf, bytes);
}

inline void write_file(const std::filesystem::path& path, std::string_view text)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary)
        .write(text.data(), static_cast<std::streamsize>(text.size()));
}

template <class T>
void append(std::string& bytes, T value, bool big_endian = false)
{
    char raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    if (big_endian)
        std::reverse(raw, raw + sizeof(T));
    bytes.append(raw, sizeof(T));
}

// "Errc: message", for EXPECT_TRUE(scan) << text_of(scan).
template <class T>
std::string text_of(const Result<T>& result)
{
    return result ? "ok"
                  : std::string(errc_name(result.error().code())) + ": " + result.error().text();
}

} // namespace stele::test
