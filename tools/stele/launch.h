// Starting the viewer program beside this one: the command line stays free of Vulkan.
#pragma once

#include "tools/stele/command.h"

#include <string>
#include <vector>

namespace stele::cli {

// Runs <program directory>/<name> and waits. Its exit code is ours; not_built when it is not there.
Exit launch(Context& context, const std::string& name, const std::vector<std::string>& arguments);

} // namespace stele::cli
