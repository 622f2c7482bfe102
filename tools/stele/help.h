// The texts of stele --help, stele help COMMAND and stele help TOPIC, from the option table.
#pragma once

#include "archive/base/json.h"
#include "tools/stele/option_table.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::cli {

// The commands in their groups.
std::string overview_text(const CommandEntry& program);
std::string command_text(const CommandEntry& program, const CommandEntry& command);

// How to ask stele search: words and filters.
std::string query_text();

std::vector<std::string> topic_names();
// Nothing for an unknown topic.
std::optional<std::string> topic_text(const CommandEntry& program, std::string_view topic);

// Every command and option; for programs and for the tests.
Json table_json(const CommandEntry& command);

} // namespace stele::cli
