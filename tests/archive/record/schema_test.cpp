// What record/1 refuses, and the words for it.
#include "archive/record/json.h"
#include "archive/record/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace stele::record {
namespace {

// A valid record with one root member replaced, in JSON.
std::vector<std::string> faults_with(
    std::string_view key, std::string_view value, Stage stage = Stage::complete)
{
    Json document = *parse_json(
        R"({"schema":"stele:record/1","id":"a","uuid":"1b4e28ba-2fa1-4d31-9f3e-5d2c8f0a7c11",)"
        R"("type":"object","title":{"en":"A"}})");
    const Result<Json> parsed = parse_json(value);
    EXPECT_TRUE(parsed) << value;
    document.set(key, *parsed);
    std::vector<std::string> texts;
    for (const Violation& violation : Schema::record().check(document, stage))
        texts.push_back(violation.text());
    return texts;
}

struct Row {
    const char *key, *value, *fault;
};

const Row kRows[] = {
    {"id", R"("Foo Bar")",
        R"(id: "Foo Bar" is not a short name; write 1 to 63 of a-z, 0-9 and -, not beginning with -)"},
    {"id", "7",
        R"(id: 7 is a number, not a text; write 1 to 63 of a-z, 0-9 and -, not beginning with -)"},
    {"uuid", R"("1234")",
        R"(uuid: "1234" is not a UUID; leave it out (Stele makes one) or write it like "1b4e28ba-2fa1-4d31-9f3e-5d2c8f0a7c11")"},
    {"type", R"("tower")",
        R"(type: "tower" is not one of its values; write one of site, building, component, object, intangible)"},
    {"type", "null",
        R"(type: null is not one of its values; write one of site, building, component, object, intangible)"},
    {"title", R"("Hall")",
        R"(title: "Hall" is a text, not a table of keys; write one text for each language, such as title.en = "...")"},
    {"title", "{}",
        R"(title: the table is empty; write one text for each language, such as title.en = "...", or leave the key out)"},
    {"title", R"({"english name":"x"})",
        R"(title: "english name" is not a language tag; write one text for each language, such as title.en = "...")"},
    {"title", R"({"en":""})",
        R"(title.en: the text is empty; write a text in quotes, or leave the key out)"},
    {"title", R"({"en":["a"]})",
        R"(title.en: ["a"] is a list, not a text; write a text in quotes, or leave the key out)"},
    {"date", R"("around 1380")",
        R"(date: "around 1380" is not an EDTF date: a year has four digits, such as 0857; write an EDTF date in quotes: "1380", "1380~" (about), "15XX" (16th century), "-0220" (221 BCE), "1380/1420")"},
    {"date", "1380",
        R"(date: 1380 is a number, not a text; write an EDTF date in quotes: "1380", "1380~" (about), "15XX" (16th century), "-0220" (221 BCE), "1380/1420")"},
    {"place", R"({"lat":91,"lon":0})",
        "place.lat: 91 is above 90; write degrees north from -90 to 90, for example 23.1367"},
    {"place", R"({"lat":0,"lon":-180.5})",
        "place.lon: -180.5 is below -180; write degrees east from -180 to 180, for example "
        "113.2623"},
    {"place", R"({"lat":23.1})", "place.lat: is given without lon; write place.lon too"},
    {"place", R"({"lat":"north","lon":0})",
        R"(place.lat: "north" is a text, not a number; write degrees north from -90 to 90, for example 23.1367)"},
    {"place", R"({"lat":1,"lon":1,"precision_m":0})",
        "place.precision_m: 0 is not above 0; write metres above 0, for example 20"},
    {"creators", "[]",
        "creators: the list is empty; write creators.0.role and creators.0.name (in record.toml: "
        "[[creators]]), or leave the key out"},
    {"creators", R"([{"role":"object"}])",
        R"(creators.0.name: is missing; write a text in quotes, or one for each language such as creators.0.name.en = "...")"},
    {"creators", R"([{"role":"author","name":"x"}])",
        R"(creators.0.role: "author" is not one of its values; write "object" for who made the thing, "model" for who made the scan)"},
    {"creators", R"([{"role":"model","name":"x","uri":"orcid"}])",
        R"(creators.0.uri: "orcid" is not an address; write an address such as "https://orcid.org/0000-0002-1825-0097")"},
    {"rights", R"({"model":"CC-BY"})",
        R"(rights.model: "CC-BY" is not a licence or rights statement that Stele knows; did you mean "CC-BY-4.0"? Otherwise write a licence such as "CC-BY-4.0" or "CC0-1.0", a rightsstatements.org code such as "InC", or an address beginning with https://)"},
    {"rights", R"({"model":"mine"})",
        R"(rights.model: "mine" is not a licence or rights statement that Stele knows; write a licence such as "CC-BY-4.0" or "CC0-1.0", a rightsstatements.org code such as "InC", or an address beginning with https://)"},
    {"capture", R"({"accuracy_mm":-1})",
        "capture.accuracy_mm: -1 is not above 0; write millimetres above 0, for example 2.5"},
    {"capture", R"({"synthetic":"yes"})",
        R"(capture.synthetic: "yes" is a text, not true or false; write true or false)"},
    {"materials", "[]",
        R"(materials: [] is a list, not a text; write a text in quotes, or one for each language such as materials.en = "...")"},
    {"holder", R"({"en":""})",
        R"(holder.en: the text is empty; write a text in quotes, or leave the key out)"},
    {"sources", R"(["a",3])",
        R"(sources.1: 3 is a number, not a text; write a text in quotes, or one for each language such as sources.1.en = "...")"},
    {"language", R"("Chinese!")",
        R"(language: "Chinese!" is not a language tag; write a language tag such as "zh-Hans")"},
    {"created", R"("yesterday")",
        R"(created: "yesterday" is not a time such as 2026-11-23T20:27:00Z; leave it out: Stele writes it)"},
    {"extra", R"("x")", R"(extra: "x" is a text, not a table of keys; write extra.<key> = "...")"},
};

TEST(Schema, says_what_is_wrong_where_and_what_to_write)
{
    for (const Row& row : kRows)
        EXPECT_THAT(faults_with(row.key, row.value), testing::ElementsAre(row.fault)) << row.value;
}

TEST(Schema, reports_everything_at_once)
{
    const Result<Json> document = parse_json(R"({"id":"A","type":"x","place":{"lat":"n"}})");
    std::vector<std::string> paths;
    for (const Violation& violation : Schema::record().check(*document, Stage::complete))
        paths.push_back(violation.path);
    EXPECT_THAT(paths,
        testing::ElementsAre("schema", "uuid", "title", "id", "type", "place.lat", "place.lat"));
}

TEST(Schema, refuses_what_is_no_object)
{
    for (const char* const text : {"[]", "3", "null", R"("record")"})
        EXPECT_EQ(Schema::record().check(*parse_json(text), Stage::complete).size(), 1u) << text;
}

TEST(Schema, lets_unknown_keys_pass_in_a_record_but_not_in_a_draft)
{
    EXPECT_THAT(faults_with("titel", R"("x")"), testing::IsEmpty());
    EXPECT_THAT(faults_with("titel", R"("x")", Stage::draft),
        testing::ElementsAre("titel: record/1 has no such key; did you mean title?"));
    EXPECT_THAT(faults_with("place", R"({"latitude":1})", Stage::draft),
        testing::ElementsAre("place.latitude: record/1 has no such key; a key of your own goes "
                             "under extra: extra.latitude"));
    EXPECT_THAT(faults_with("creators", R"([{"role":"model","name":"x","url":"y"}])", Stage::draft),
        testing::ElementsAre(
            "creators.0.url: record/1 has no such key; did you mean creators.0.uri?"));
    EXPECT_THAT(faults_with("extra", R"({"own":{"deep":[1]}})", Stage::draft), testing::IsEmpty());
}

TEST(Schema, refuses_read_only_keys_in_a_draft)
{
    EXPECT_THAT(faults_with("created", R"("2026-11-23T20:27:00Z")"), testing::IsEmpty());
    EXPECT_THAT(faults_with("created", R"("2026-11-23T20:27:00Z")", Stage::draft),
        testing::ElementsAre(
            R"(created: "2026-11-23T20:27:00Z" is not for you to set; leave it out: Stele writes it)"));
}

TEST(Schema, takes_addresses_and_licences_as_rights)
{
    for (const char* const good :
        {"CC0-1.0", "InC", "https://creativecommons.org/licenses/by/4.0/"})
        EXPECT_THAT(
            faults_with("rights", print_json(Json::object({{"model", good}}))), testing::IsEmpty());
}

TEST(Schema, shortens_long_values_and_survives_them)
{
    const auto faults = faults_with("id", print_json(Json(std::string(500000, 'A'))));
    ASSERT_EQ(faults.size(), 1u);
    EXPECT_LT(faults[0].size(), 200u);
    EXPECT_EQ(
        faults_with("rights", R"({"model":"https://)" + std::string(500000, 'a') + R"("})").size(),
        1u);
}

Json::Object members_of(const Json& value)
{
    const Json::Object* const members = value.members();
    return members != nullptr ? *members : Json::Object{};
}

void collect_keywords(const Json& node, std::set<std::string>& found)
{
    for (const auto& [key, value] : members_of(node)) {
        found.insert(key);
        if (key == "properties" || key == "patternProperties" || key == "$defs") {
            for (const auto& member : members_of(value))
                collect_keywords(member.second, found);
        } else if (key == "anyOf") {
            if (const Json::Array* const branches = value.elements())
                for (const Json& branch : *branches)
                    collect_keywords(branch, found);
        } else if (value.is_object() && key != "dependentRequired") {
            collect_keywords(value, found);
        }
    }
}

TEST(Schema, uses_only_keywords_that_the_validator_judges)
{
    std::set<std::string> found;
    collect_keywords(*parse_json(schema_json()), found);
    EXPECT_THAT(
        found, testing::IsSubsetOf(std::set<std::string>{"$schema", "$id", "$defs", "$ref", "title",
                   "description", "type", "required", "properties", "patternProperties",
                   "additionalProperties", "dependentRequired", "enum", "const", "anyOf", "items",
                   "pattern", "format", "minLength", "maxLength", "minItems", "minProperties",
                   "minimum", "maximum", "exclusiveMinimum", "readOnly", "x-fix", "x-what"}));
}

TEST(Schema, knows_the_kind_of_value_at_a_path)
{
    const Schema& schema = Schema::record();
    EXPECT_EQ(schema.kind_at("place.lat"), ValueKind::number);
    EXPECT_EQ(schema.kind_at("title"), ValueKind::table);
    EXPECT_EQ(schema.kind_at("title.zh-Hans"), ValueKind::text);
    EXPECT_EQ(schema.kind_at("holder"), ValueKind::text);
    EXPECT_EQ(schema.kind_at("holder.en"), ValueKind::text);
    EXPECT_EQ(schema.kind_at("creators"), ValueKind::list);
    EXPECT_EQ(schema.kind_at("creators.0"), ValueKind::table);
    EXPECT_EQ(schema.kind_at("creators.0.name.en"), ValueKind::text);
    EXPECT_EQ(schema.kind_at("sources.3"), ValueKind::text);
    EXPECT_EQ(schema.kind_at("capture.synthetic"), ValueKind::boolean);
    EXPECT_EQ(schema.kind_at("rights.model"), ValueKind::text);
    EXPECT_EQ(schema.kind_at("extra.own.key"), ValueKind::text);
    EXPECT_EQ(schema.kind_at("titel"), ValueKind::none);
    EXPECT_EQ(schema.kind_at(""), ValueKind::none);
    EXPECT_EQ(schema.kind_at("title..en"), ValueKind::none);
}

} // namespace
} // namespace stele::record
