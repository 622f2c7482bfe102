// The official OCFL 1.1 fixtures: the code that a directory's name states is reported.
#include "archive/ocfl/validate.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

namespace stele::ocfl {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> objects_in(const std::string& group)
{
    std::vector<fs::path> found;
    for (const auto& entry :
        fs::directory_iterator(test::shared_path("conformance/ocfl/1.1/" + group)))
        found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

std::string show(const Violations& violations)
{
    std::ostringstream text;
    for (const Violation& v : violations)
        text << "\n  " << v.code << " " << v.path << ": " << v.text;
    return text.str();
}

// "E049_E050_bad_values" -> {E049, E050}
std::set<std::string> codes_in_name(const fs::path& object)
{
    std::set<std::string> codes;
    std::istringstream parts(object.filename().string());
    for (std::string part; std::getline(parts, part, '_');)
        if (part.size() == 4 && (part[0] == 'E' || part[0] == 'W') &&
            part.find_first_not_of("0123456789", 1) == std::string::npos)
            codes.insert(part);
    return codes;
}

TEST(Fixtures, good_objects_have_neither_errors_nor_warnings)
{
    STELE_NEED_SHARED("conformance/ocfl/1.1/good-objects");
    const std::vector<fs::path> objects = objects_in("good-objects");
    EXPECT_EQ(objects.size(), 12u);
    for (const fs::path& object : objects) {
        const Violations found = validate_object(object);
        EXPECT_TRUE(found.empty()) << object.filename() << show(found);
    }
}

TEST(Fixtures, warn_objects_have_their_warnings_and_no_error)
{
    STELE_NEED_SHARED("conformance/ocfl/1.1/warn-objects");
    const std::vector<fs::path> objects = objects_in("warn-objects");
    EXPECT_EQ(objects.size(), 7u);
    for (const fs::path& object : objects) {
        const Violations found = validate_object(object);
        EXPECT_FALSE(has_errors(found)) << object.filename() << show(found);
        for (const std::string& code : codes_in_name(object))
            EXPECT_TRUE(has_code(found, code)) << object.filename() << show(found);
        for (const Violation& violation : found)
            EXPECT_TRUE(codes_in_name(object).contains(violation.code))
                << object.filename() << show(found);
    }
}

TEST(Fixtures, bad_objects_have_every_code_of_their_name)
{
    STELE_NEED_SHARED("conformance/ocfl/1.1/bad-objects");
    const std::vector<fs::path> objects = objects_in("bad-objects");
    EXPECT_EQ(objects.size(), 28u);
    std::size_t codes = 0;
    for (const fs::path& object : objects) {
        const Violations found = validate_object(object);
        for (const std::string& code : codes_in_name(object)) {
            ++codes;
            EXPECT_TRUE(has_code(found, code)) << object.filename() << show(found);
        }
    }
    EXPECT_EQ(codes, 35u);
}

} // namespace
} // namespace stele::ocfl
