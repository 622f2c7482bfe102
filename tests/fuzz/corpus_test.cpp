// Every file of every corpus through its fuzz target: crashes found once stay found, in every
// build.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace stele::fuzz {

using Run = int (*)(const std::uint8_t* data, std::size_t size);

struct Target {
    const char* name;
    Run run;
};

// Generated from the list in CMakeLists.txt.
extern const std::vector<Target> kTargets;

namespace {

std::vector<std::filesystem::path> corpus_of(const std::string& target)
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(STELE_SOURCE_DIR) / "tests/fuzz/corpus" / target, error))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

class Corpus : public testing::TestWithParam<Target> {};

TEST_P(Corpus, every_file_is_survived)
{
    const auto files = corpus_of(GetParam().name);
    ASSERT_FALSE(files.empty());
    for (const auto& path : files) {
        SCOPED_TRACE(path.filename().string());
        std::ifstream in(path, std::ios::binary);
        const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
        EXPECT_EQ(
            GetParam().run(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()), 0);
    }
}

TEST_P(Corpus, is_small_enough_for_the_tree)
{
    std::uintmax_t total = 0;
    for (const auto& path : corpus_of(GetParam().name)) {
        EXPECT_LE(std::filesystem::file_size(path), 4096u) << path.filename();
        total += std::filesystem::file_size(path);
    }
    EXPECT_LE(total, 100u << 10);
}

TEST_P(Corpus, nothing_is_an_input_too)
{
    EXPECT_EQ(GetParam().run(nullptr, 0), 0);
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Corpus, testing::ValuesIn(kTargets),
    [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace stele::fuzz
