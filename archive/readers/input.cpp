// Input over a file or a span.
#include "archive/readers/input.h"

#include <algorithm>
#include <cstring>

namespace stele::readers {

Result<Input> Input::open(const std::filesystem::path& path)
{
    STELE_TRY(File file, File::open(path));
    STELE_TRY(const std::uint64_t size, file.size_bytes());
    return Input(std::move(file), size, path);
}

Result<std::size_t> Input::read_some(std::uint64_t offset, std::span<std::byte> out) const
{
    if (file_)
        return file_->read_some(offset, out);
    if (offset >= memory_.size())
        return std::size_t{0};
    const std::size_t count =
        std::min(out.size(), memory_.size() - static_cast<std::size_t>(offset));
    if (count > 0)
        std::memcpy(out.data(), memory_.data() + offset, count);
    return count;
}

Result<ByteSpan> Input::map()
{
    if (!file_)
        return memory_;
    if (!mapping_) {
        STELE_TRY(mapping_, MappedFile::open(path_));
    }
    return mapping_->bytes();
}

} // namespace stele::readers
