// Corners of OBJ faces.
#include "archive/readers/obj_face.h"

#include "archive/readers/numbers.h"
#include "archive/readers/text_stream.h"

namespace stele::readers {

namespace {

std::int64_t from_zero(std::int64_t index, std::uint64_t before)
{
    if (index > 0)
        return index - 1;
    if (index < 0 && static_cast<std::uint64_t>(-(index + 1)) < before)
        return static_cast<std::int64_t>(before) + index;
    return kNoIndex;
}

} // namespace

bool parse_obj_face(std::string_view rest, std::uint64_t vertices_before,
    std::uint64_t texcoords_before, std::vector<ObjCorner>& corners)
{
    corners.clear();
    for (;;) {
        std::string_view word = take_word(rest);
        if (word.empty() || word.front() == '#')
            return true;
        std::int64_t vertex = 0, texcoord = 0;
        if (!take_integer(word, vertex))
            return false;
        if (word.starts_with('/')) {
            word.remove_prefix(1);
            if (!word.empty() && word.front() != '/' && !take_integer(word, texcoord))
                return false;
        }
        corners.push_back(
            {from_zero(vertex, vertices_before), from_zero(texcoord, texcoords_before)});
    }
}

} // namespace stele::readers
