// The manual pages, stele(1) and one for each command, from the option table. In man(7) macros.
#pragma once

#include "tools/stele/option_table.h"

#include <string>
#include <vector>

namespace stele::cli {

struct ManualPage {
    std::string name; // "stele-ingest.1"
    std::string text;
};

std::vector<ManualPage> manual_pages(const CommandEntry& program);

} // namespace stele::cli
