// Positional reads, so that one open scan serves all of Assimp's streams on it.
#include "tools/read_mesh/folder_io.h"

#include <assimp/IOStream.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>

namespace stele::read_mesh {

namespace {

class FileStream final : public Assimp::IOStream {
public:
    // owned keeps the descriptor open, or is empty when another does.
    FileStream(const File& file, std::optional<File> owned, std::uint64_t size)
        : owned_(std::move(owned)), file_(owned_ ? &*owned_ : &file), size_(size)
    {
    }

    std::size_t Read(void* out, std::size_t size, std::size_t count) override
    {
        if (size == 0 || count == 0)
            return 0;
        const std::uint64_t wanted = std::min<std::uint64_t>(count, (size_ - at_) / size);
        const std::span<std::byte> bytes(
            static_cast<std::byte*>(out), static_cast<std::size_t>(wanted) * size);
        if (!file_->read_at(at_, bytes))
            return 0;
        at_ += bytes.size();
        return static_cast<std::size_t>(wanted);
    }
    std::size_t Write(const void*, std::size_t, std::size_t) override { return 0; }
    aiReturn Seek(std::size_t offset, aiOrigin origin) override
    {
        const std::uint64_t from =
            origin == aiOrigin_SET ? 0 : (origin == aiOrigin_CUR ? at_ : size_);
        const std::uint64_t to = from + offset; // a negative offset comes as a wrapped one
        if (to > size_)
            return aiReturn_FAILURE;
        at_ = to;
        return aiReturn_SUCCESS;
    }
    std::size_t Tell() const override { return at_; }
    std::size_t FileSize() const override { return size_; }
    void Flush() override {}

private:
    std::optional<File> owned_;
    const File* file_;
    std::uint64_t size_, at_ = 0;
};

} // namespace

bool FolderIo::Exists(const char* name) const
{
    if (name == nullptr)
        return false;
    if (name == scan_name_)
        return true;
    readers::Companions probe = companions_;
    readers::FindingTally ignored;
    return probe.found(probe.add(name, "part", readers::Notation::path, ignored));
}

Assimp::IOStream* FolderIo::Open(const char* name, const char* mode)
{
    if (name == nullptr || mode == nullptr || std::string_view(mode).find('w') != std::string::npos)
        return nullptr;
    if (name == scan_name_) {
        const auto size = scan_->size_bytes();
        return size ? new FileStream(*scan_, std::nullopt, *size) : nullptr;
    }
    const std::size_t index = companions_.add(name, "part", readers::Notation::path, tally_);
    if (!companions_.found(index))
        return nullptr;
    auto file = companions_.open(index);
    if (!file)
        return nullptr;
    const auto size = file->size_bytes();
    if (!size)
        return nullptr;
    if (std::find(opened_.begin(), opened_.end(), name) == opened_.end())
        opened_.emplace_back(name);
    return new FileStream(*file, std::move(*file), *size);
}

void FolderIo::Close(Assimp::IOStream* stream)
{
    delete stream;
}

} // namespace stele::read_mesh
