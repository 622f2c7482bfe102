// The inventory document: canonical text, hostile text, codes of single rules, small formats.
#include "archive/ocfl/inventory.h"

#include <gtest/gtest.h>

#include <chrono>

namespace stele::ocfl {
namespace {

const std::string kDigestA(128, 'a');
const std::string kDigestB = std::string(127, 'b') + "0";

Inventory two_versions()
{
    Inventory inventory;
    inventory.id = {"urn:uuid:6f0e3c52-0f5b-4c2a-9d0e-0d6c7a2f4b11"};
    inventory.head = {2};
    inventory.manifest[kDigestB] = {{"v2/content/o/1-b.ply"}};
    inventory.manifest[kDigestA] = {{"v1/content/o/1-a.ply"}};
    const User user{"A Person", "mailto:person@example.org"};
    inventory.versions[{1}] = {
        "2026-11-23T20:27:00Z", "first", user, {{kDigestA, {{"z.ply"}, {"a.ply"}}}}};
    inventory.versions[{2}] = {
        "2026-11-24T20:27:00Z", "second", user, {{kDigestA, {{"a.ply"}}}, {kDigestB, {{"b.ply"}}}}};
    inventory.fixity["sha256"][std::string(64, 'c')] = {{"v1/content/o/1-a.ply"}};
    return inventory;
}

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

TEST(Inventory, reads_back_what_it_printed_and_prints_the_same_bytes)
{
    const std::string text = print_inventory(two_versions());
    const InventoryReading reading = read_inventory(text);
    EXPECT_TRUE(reading.violations.empty()) << reading.violations.front().code;
    ASSERT_TRUE(reading.inventory.has_value());
    EXPECT_EQ(print_inventory(*reading.inventory), text);
    EXPECT_TRUE(text.starts_with("{\n  \"id\": \"urn:uuid:"));
    EXPECT_LT(text.find("a.ply"), text.find("z.ply"));
}

TEST(Inventory, answers_where_the_bytes_of_a_logical_path_lie)
{
    const Inventory inventory = two_versions();
    const DigestText* const digest = digest_of(inventory.block({1}), {"z.ply"});
    ASSERT_NE(digest, nullptr);
    const std::vector<ContentPath>* const paths =
        content_of(inventory.manifest, std::string(128, 'A'));
    ASSERT_NE(paths, nullptr) << "digests compare without regard to case";
    EXPECT_EQ(paths->front().text, "v1/content/o/1-a.ply");
    EXPECT_EQ(digest_of(inventory.block({2}), {"z.ply"}), nullptr);
}

TEST(Inventory, every_truncation_is_refused)
{
    const std::string text = print_inventory(two_versions());
    for (std::size_t length = 0; length + 2 < text.size(); ++length) {
        const InventoryReading reading = read_inventory(std::string_view(text).substr(0, length));
        EXPECT_TRUE(has_code(reading.violations, "E033")) << length;
        EXPECT_FALSE(parse_inventory(std::string_view(text).substr(0, length)).ok());
    }
}

struct Broken {
    const char *code, *what, *by;
};

TEST(Inventory, names_the_code_of_each_rule_that_is_broken)
{
    const std::string good = print_inventory(two_versions());
    const Broken cases[] = {
        {"E033", "{\n", "\xef\xbb\xbf{\n"},
        {"E033", "first", "fi\xffst"},
        {"E033", "\"head\"", "\"id\""}, // a duplicate key
        {"E036", "\"head\": \"v2\",", ""},
        {"E038", "1.1/spec", "1.2/spec"},
        {"E025", "sha512\"", "md5\""},
        {"E040", "\"head\": \"v2\"", "\"head\": \"v1\""},
        {"E040", "\"head\": \"v2\"", "\"head\": 2"},
        {"E102", "\"head\"", "\"note\": 1, \"head\""},
        {"E102", "\"created\"", "\"note\": 1, \"created\""},
        {"E018", "\"head\"", "\"contentDirectory\": \"..\", \"head\""},
        {"E099", "v1/content/o/1-a.ply", "v1/content/../1-a.ply"},
        {"E100", "v1/content/o/1-a.ply", "/v1/content/o/1-a.ply"},
        {"E042", "v1/content/o/1-a.ply", "v3/content/o/1-a.ply"},
        {"E042", "v1/content/o/1-a.ply", "v1/else/o/1-a.ply"},
        {"E014", "v1/content/o/1-a.ply", "v01/content/o/1-a.ply"},
        {"E052", "z.ply", "z/./ply"},
        {"E053", "z.ply", "z.ply/"},
        {"E095", "z.ply", "a.ply"},
        {"E095", "z.ply", "a.ply/x"},
        {"E049", "2026-11-23T20:27:00Z", "2026-11-23T20:27Z"},
        {"E049", "2026-11-23T20:27:00Z", "2026-02-30T20:27:00Z"},
        {"E094", "\"first\"", "1"},
        {"E054", "\"name\": \"A Person\"", "\"name\": \"\""},
        {"W008", "\"address\": \"mailto:person@example.org\",", ""},
        {"W009", "mailto:person@example.org", "somebody"},
        {"W005", "urn:uuid:6f", "6f"},
        {"W007", "\"message\": \"first\",", ""},
        {"E048", "\"created\": \"2026-11-23T20:27:00Z\",", ""},
        {"E046", "\"v1\": {", "\"1\": {"},
        {"E010", "\"v2\": {", "\"v3\": {"},
        {"E009", "\"v1\": {", "\"v7\": {"},
        {"E012", "\"v2\": {", "\"v02\": {"},
        {"E056", "\"sha256\": {", "\"crc32\": {"},
        {"E030", "ccccc", "ccccx"},
        {"E031", "aaaaa", "aaaax"},
    };
    for (const Broken& broken : cases) {
        const std::string text = replaced(good, broken.what, broken.by);
        EXPECT_TRUE(has_code(read_inventory(text).violations, broken.code))
            << broken.code << " for " << broken.what << " -> " << broken.by;
        EXPECT_EQ(parse_inventory(text).ok(), broken.code[0] == 'W') << broken.code;
    }
}

TEST(Inventory, hostile_depth_and_counts_are_refused_or_read_in_a_second)
{
    EXPECT_TRUE(has_code(read_inventory(std::string(1'000'000, '[')).violations, "E033"));
    std::string wide = "{\"manifest\": {";
    for (int i = 0; i < 200'000; ++i)
        wide += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":[\"v1/content/" +
                std::to_string(i) + "\"]";
    wide += "}}";
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(has_errors(read_inventory(wide).violations));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(VersionNames, are_read_with_and_without_padding)
{
    EXPECT_EQ(parse_version_name("v12")->number.value, 12u);
    EXPECT_EQ(parse_version_name("v0012")->padding, 4u);
    for (const char* const name : {"", "v", "v0", "12", "v-1", "v1a", "V1", "v99999999999", "v000"})
        EXPECT_FALSE(parse_version_name(name).has_value()) << name;
}

TEST(Sidecar, has_one_form_and_is_read_in_the_forms_that_the_specification_allows)
{
    EXPECT_EQ(print_sidecar("ab12"), "ab12  inventory.json\n");
    EXPECT_EQ(parse_sidecar("ab12\t inventory.json"), "ab12");
    for (const char* const text : {"", "ab12", "ab12 other.json", "xy inventory.json",
             " ab12 inventory.json", "ab12 inventory.json extra"})
        EXPECT_FALSE(parse_sidecar(text).has_value()) << text;
}

TEST(Rfc3339, needs_seconds_and_a_zone)
{
    for (const char* const time :
        {"2026-11-23T20:27:00Z", "2021-03-31T08:22:37.241208990-05:00", "2024-02-29t00:00:60z"})
        EXPECT_TRUE(is_rfc3339(time)) << time;
    for (const char* const time : {"2026-11-23", "2026-11-23T20:27:00", "2026-11-23T24:00:00Z",
             "2026-13-23T20:27:00Z", "2026-11-23T20:27:00.Z", "2026-11-23T20:27:00+0800",
             "2026-11-23 20:27:00Z", "2023-02-29T00:00:00Z"})
        EXPECT_FALSE(is_rfc3339(time)) << time;
}

} // namespace
} // namespace stele::ocfl
