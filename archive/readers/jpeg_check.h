// What stb_image believes of a JPEG file and should not: that its Huffman tables fit their arrays,
// and that a scan names tables which the file defines. (2.27, as Debian 12 has it; 2.28 checks.)
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/result.h"

namespace stele::readers {

// Errc::malformed when decoding would read or write what it must not, or show what no file says.
// Not that the file is sound: the decoder judges the rest. Precondition: begins with FF D8.
Status check_jpeg(ByteSpan bytes);

} // namespace stele::readers
