// stele-make-asset FOLDER: the small asset, for the window test.
#include "tests/window/small_asset.h"

#include <cstdio>

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    const auto written = stele::test::write_small_asset(argv[1]);
    if (!written.ok())
        std::fprintf(stderr, "make-asset: %s\n", written.error().text().c_str());
    return written.ok() ? 0 : 1;
}
