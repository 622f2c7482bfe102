// PNG writing. Same picture, same bytes.
#pragma once

#include "archive/base/bytes.h"
#include "archive/model/image.h"

#include <filesystem>

namespace stele::frame {

Result<Bytes> encode_png(const Image& image);
Status write_png(const std::filesystem::path& path, const Image& image); // replaces the file

} // namespace stele::frame
