// The container of a glTF 2.0 asset: GLB chunks or bare JSON, parsed strictly, version and required
// extensions checked.
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/json.h"

#include <optional>
#include <string_view>

namespace stele::readers {

struct GltfFile {
    Json doc;
    ByteSpan bin; // the BIN chunk; empty in a .gltf
    bool is_binary = false;
    std::uint64_t trailing_bytes = 0; // after the end that a GLB's header states
};

// bytes must outlive the result. Errc::malformed, or Errc::unsupported for glTF 1.0 and for a
// required extension that cannot be read, which it names.
Result<GltfFile> read_gltf_file(ByteSpan bytes);

// A number that is an integer of at least 0, also when written as 3.0.
std::optional<std::uint64_t> whole_number(const Json& value);
// Element of an array member; the shared null when there is none.
const Json& element_of(const Json& doc, std::string_view array, std::uint64_t index);
std::size_t count_of(const Json& doc, std::string_view array);

bool is_data_uri(std::string_view uri);
// RFC 2397: base64, in either alphabet, or percent-encoded. Nothing when it is neither.
// Precondition: is_data_uri(uri).
std::optional<Bytes> decode_data_uri(std::string_view uri);

} // namespace stele::readers
