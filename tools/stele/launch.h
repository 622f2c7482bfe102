// Starting the viewer program beside this one: the command line stays free of Vulkan.
#pragma once

#include "tools/stele/command.h"

#include <string>
#include <vector>

namespace stele::cli {

// Runs <program directory>/<name> and waits. Its exit code is ours; not_built when it is not there.
Exit launch(Context& context, const std::string& name, const std::vector<std::string>& arguments);

// What a program prints, up to 1 MiB; a name without '/' is sought in PATH. Its stderr is dropped.
// An error when it cannot be started, takes longer than ten seconds, or ends with a failure.
Result<std::string> output_of(const std::vector<std::string>& arguments);

} // namespace stele::cli
