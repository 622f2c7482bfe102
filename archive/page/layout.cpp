// Names of the files that an asset consists of.
#include "archive/page/layout.h"

#include <cstdio>

namespace stele::page {

std::string pack_name(std::uint32_t pack)
{
    char name[32];
    std::snprintf(name, sizeof name, "pages-%04u.zip", pack + 1);
    return name;
}

std::string page_entry_name(std::uint32_t page)
{
    char name[32];
    std::snprintf(name, sizeof name, "page-%08u.glb", page);
    return name;
}

} // namespace stele::page
