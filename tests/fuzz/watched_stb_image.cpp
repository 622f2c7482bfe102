// stb_image compiled into the targets that decode with it, in place of the system's library, so
// that its reads and writes are watched. Its signed arithmetic overflows by habit and is not.
#pragma clang diagnostic ignored "-Weverything"
#pragma clang attribute push(__attribute__((no_sanitize("undefined"))), apply_to = function)
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ASSERT(x)
#include <stb/stb_image.h>
#pragma clang attribute pop
