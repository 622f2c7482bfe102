// "Did you mean": the known word that a mistyped one most likely stands for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::record {

// A known word that begins with the given one, else the one at the smallest edit distance (swaps
// count one), if that is at most a third of its length. The earlier of two equals.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

} // namespace stele::record
