// Reads the header by Turk's 1994 description, with the type names that later tools added.
#include "archive/readers/ply_header.h"

#include "archive/base/shown_text.h"
#include "archive/readers/text_stream.h"

#include <array>
#include <charconv>

namespace stele::readers {

namespace {

constexpr std::size_t kMaxHeaderBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxProperties = 4096;

struct TypeName {
    std::string_view name;
    PlyType type;
};

constexpr std::array kTypeNames{
    TypeName{"char", PlyType::i8},
    TypeName{"int8", PlyType::i8},
    TypeName{"uchar", PlyType::u8},
    TypeName{"uint8", PlyType::u8},
    TypeName{"short", PlyType::i16},
    TypeName{"int16", PlyType::i16},
    TypeName{"ushort", PlyType::u16},
    TypeName{"uint16", PlyType::u16},
    TypeName{"int", PlyType::i32},
    TypeName{"int32", PlyType::i32},
    TypeName{"uint", PlyType::u32},
    TypeName{"uint32", PlyType::u32},
    TypeName{"int64", PlyType::i64},
    TypeName{"uint64", PlyType::u64},
    TypeName{"float", PlyType::f32},
    TypeName{"float32", PlyType::f32},
    TypeName{"double", PlyType::f64},
    TypeName{"float64", PlyType::f64},
};

Error bad(const std::string& what)
{
    return {Errc::malformed, "PLY header: " + what};
}

Result<PlyType> parse_type(std::string_view name)
{
    for (const TypeName& known : kTypeNames)
        if (known.name == name)
            return known.type;
    return bad("unknown property type " + in_quotes(name));
}

Result<PlyFormat> parse_format(std::string_view rest)
{
    const std::string_view name = take_word(rest);
    const std::string_view version = take_word(rest);
    if (!trimmed(rest).empty())
        return bad("more than a name and a version after \"format\"");
    if (version != "1.0")
        return bad("format version " + in_quotes(version) + ", not 1.0");
    if (name == "ascii")
        return PlyFormat::ascii;
    if (name == "binary_little_endian")
        return PlyFormat::little_endian;
    if (name == "binary_big_endian")
        return PlyFormat::big_endian;
    return bad("unknown format " + in_quotes(name));
}

Result<PlyElement> parse_element(std::string_view rest)
{
    PlyElement element;
    element.name = take_word(rest);
    const std::string_view count = take_word(rest);
    const auto [end, error] =
        std::from_chars(count.data(), count.data() + count.size(), element.count);
    if (element.name.empty() || error != std::errc() || end != count.data() + count.size() ||
        !trimmed(rest).empty())
        return bad("element " + in_quotes(element.name) + " has no plain count");
    return element;
}

Result<PlyProperty> parse_property(std::string_view rest)
{
    PlyProperty property;
    std::string_view word = take_word(rest);
    if (word == "list") {
        property.is_list = true;
        STELE_TRY(property.count_type, parse_type(take_word(rest)));
        word = take_word(rest);
    }
    STELE_TRY(property.type, parse_type(word));
    property.name = take_word(rest);
    if (property.name.empty() || !trimmed(rest).empty())
        return bad("a property needs a type and one name");
    return property;
}

Result<bool> parse_line(std::string_view line, PlyHeader& header, bool& has_format)
{
    std::string_view rest = line;
    const std::string_view keyword = take_word(rest);
    if (keyword == "end_header")
        return true;
    if (keyword == "comment" || keyword == "obj_info") {
        header.comments.emplace_back(trimmed(rest));
    } else if (keyword == "format" && !has_format) {
        STELE_TRY(header.format, parse_format(rest));
        has_format = true;
    } else if (keyword == "element") {
        STELE_TRY(PlyElement element, parse_element(rest));
        header.elements.push_back(std::move(element));
    } else if (keyword == "property" && !header.elements.empty()) {
        STELE_TRY(PlyProperty property, parse_property(rest));
        header.elements.back().properties.push_back(std::move(property));
        if (header.elements.back().properties.size() > kMaxProperties)
            return Error(Errc::limit, "PLY header: more than 4096 properties in one element");
    } else if (!keyword.empty()) {
        return bad("unexpected line " + in_quotes(line));
    }
    return false;
}

} // namespace

std::size_t size_bytes(PlyType type)
{
    switch (type) {
    case PlyType::i8:
    case PlyType::u8:
        return 1;
    case PlyType::i16:
    case PlyType::u16:
        return 2;
    case PlyType::i32:
    case PlyType::u32:
    case PlyType::f32:
        return 4;
    case PlyType::i64:
    case PlyType::u64:
    case PlyType::f64:
        return 8;
    }
    return 1;
}

std::optional<std::size_t> PlyElement::stride_bytes() const
{
    std::size_t stride = 0;
    for (const PlyProperty& property : properties) {
        if (property.is_list)
            return std::nullopt;
        stride += size_bytes(property.type);
    }
    return stride;
}

std::optional<std::size_t> PlyElement::find(std::string_view property) const
{
    for (std::size_t i = 0; i < properties.size(); ++i)
        if (properties[i].name == property)
            return i;
    return std::nullopt;
}

const PlyElement* PlyHeader::find(std::string_view element) const
{
    for (const PlyElement& candidate : elements)
        if (candidate.name == element)
            return &candidate;
    return nullptr;
}

Result<PlyHeader> read_ply_header(ByteStream& stream)
{
    STELE_TRY(const ByteSpan window, stream.window(kMaxHeaderBytes));
    std::string_view text = as_text(window).substr(0, kMaxHeaderBytes);
    const std::size_t mark = text.starts_with("\xef\xbb\xbf") ? 3 : 0; // of an editor, never binary
    text.remove_prefix(mark);
    // The first line decides the line end, because data after the header may hold any byte.
    const std::size_t first_end = text.find_first_of("\r\n");
    if (first_end == text.npos || trimmed(text.substr(0, first_end)) != "ply")
        return bad("the first line is not \"ply\"");
    const bool cr_only =
        text[first_end] == '\r' && text.substr(first_end + 1, 1) != std::string_view("\n");
    PlyHeader header;
    bool has_format = false;
    std::size_t begin = first_end + (text.substr(first_end, 2) == "\r\n" ? 2 : 1);
    for (;;) {
        std::size_t end = text.find(cr_only ? '\r' : '\n', begin);
        const bool ended = end != text.npos;
        end = ended ? end : text.size();
        STELE_TRY(const bool done,
            parse_line(trimmed(text.substr(begin, end - begin)), header, has_format));
        begin = ended ? end + 1 : end;
        if (done)
            break;
        if (!ended)
            return text.size() + mark == kMaxHeaderBytes
                       ? Error(Errc::limit, "PLY header: longer than 1 MiB")
                       : bad("the file ends before end_header, at byte " +
                             std::to_string(text.size()));
    }
    if (!has_format)
        return bad("no format line");
    header.data_offset = mark + begin;
    stream.consume(mark + begin);
    return header;
}

} // namespace stele::readers
