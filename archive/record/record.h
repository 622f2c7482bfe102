// The description of one landmark or object: record/1, whose JSON Schema (schema.h) is the one
// source of its keys. Plain values; keys that this program does not know are kept beside those that
// it does.
#pragma once

#include "archive/base/json.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace stele::record {

// A text by BCP 47 language tag, tags verbatim. The empty tag is a text without a language (a
// proper name, say).
using Text = std::map<std::string, std::string>;

struct Place {
    Text name;
    std::optional<double> lat, lon; // degrees, WGS 84
    std::optional<double> precision_m;
    Json::Object unknown;
};

struct Creator {
    std::string role; // "object" or "model"
    Text name;
    std::string uri;
    Json::Object unknown;
};

// Licences (SPDX), rightsstatements.org codes or addresses.
struct Rights {
    std::string object, model, metadata;
    Text attribution;
    Json::Object unknown;
};

struct Capture {
    Text method;
    std::string date; // EDTF
    std::optional<double> accuracy_mm;
    Text device, software, operator_name;
    std::optional<bool> synthetic; // true: nothing real was measured
    Json::Object unknown;
};

// Empty strings, texts and lists are absent keys.
struct Record {
    std::string id;   // slug
    std::string uuid; // lower case
    std::string type; // site, building, component, object, intangible
    std::string language;
    Text title, description;
    std::string date; // EDTF
    Place place;
    std::vector<Creator> creators;
    Rights rights;
    Capture capture;
    Text materials, holder;
    std::vector<Text> sources;
    std::string created, modified; // RFC 3339; written by ingest
    Json extra;                    // the archive's own keys: an object, or null
    Json::Object unknown;
};

// The key's name of the format that this program writes.
inline constexpr const char* kSchemaId = "stele:record/1";

} // namespace stele::record
