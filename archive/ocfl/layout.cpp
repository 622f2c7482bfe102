// Extension 0004: digest of the id, cut into tuples, then the whole digest.
#include "archive/ocfl/layout.h"

#include "archive/base/json.h"

#include <algorithm>
#include <array>

namespace stele::ocfl {

namespace {

std::size_t hex_length(DigestAlgorithm algorithm)
{
    switch (algorithm) {
    case DigestAlgorithm::md5:
        return 32;
    case DigestAlgorithm::sha1:
        return 40;
    case DigestAlgorithm::sha256:
    case DigestAlgorithm::sha512_256:
        return 64;
    case DigestAlgorithm::sha512:
    case DigestAlgorithm::blake2b_512:
        break;
    }
    return 128;
}

Error bad_config(std::string_view what)
{
    return {Errc::malformed, std::string(kLayoutExtension) + "/config.json: " + std::string(what)};
}

Result<std::uint32_t> tuple_number(const Json& document, std::string_view key)
{
    const Json* const value = document.find(key);
    if (value == nullptr)
        return std::uint32_t{3};
    const std::int64_t number = value->is_integer() ? value->integer_or(-1) : -1;
    if (number < 0 || number > 32)
        return bad_config(std::string(key) + " must be an integer from 0 to 32");
    return static_cast<std::uint32_t>(number);
}

} // namespace

std::string object_directory(const ObjectId& id, const LayoutConfig& config)
{
    const std::string digest = digest_hex(config.algorithm, as_bytes(id.text));
    std::string path;
    std::size_t used = 0;
    for (std::uint32_t i = 0; i < config.tuple_count; ++i, used += config.tuple_size)
        path += digest.substr(used, config.tuple_size) + "/";
    return path + (config.short_object_root ? digest.substr(used) : digest);
}

Status check_layout(const LayoutConfig& config)
{
    if (config.tuple_size > 32 || config.tuple_count > 32)
        return bad_config("a tuple number is above 32");
    if ((config.tuple_size == 0) != (config.tuple_count == 0))
        return bad_config("tupleSize and numberOfTuples must be zero together");
    const std::size_t used = std::size_t{config.tuple_size} * config.tuple_count;
    if (used > hex_length(config.algorithm))
        return bad_config("the tuples are longer than the digest");
    if (config.short_object_root && used == hex_length(config.algorithm))
        return bad_config("shortObjectRoot leaves no name for the object root");
    return {};
}

Result<LayoutConfig> parse_layout(std::string_view config_json)
{
    STELE_TRY(const Json document, parse_json(config_json).in("config.json"));
    if (!document.is_object())
        return bad_config("not an object");
    if (document["extensionName"].string_or(kLayoutExtension) != kLayoutExtension)
        return bad_config("extensionName is another extension");
    LayoutConfig config;
    const std::string algorithm = document["digestAlgorithm"].string_or("sha256");
    const std::optional<DigestAlgorithm> known = digest_algorithm_named(algorithm);
    if (!known)
        return Error(Errc::unsupported, "layout digest algorithm " + algorithm);
    config.algorithm = *known;
    STELE_TRY(config.tuple_size, tuple_number(document, "tupleSize"));
    STELE_TRY(config.tuple_count, tuple_number(document, "numberOfTuples"));
    config.short_object_root = document["shortObjectRoot"].bool_or(false);
    STELE_CHECK(check_layout(config));
    return config;
}

std::string print_layout(const LayoutConfig& config)
{
    const Json document = Json::object({{"extensionName", kLayoutExtension},
        {"digestAlgorithm", digest_name(config.algorithm)}, {"tupleSize", config.tuple_size},
        {"numberOfTuples", config.tuple_count}, {"shortObjectRoot", config.short_object_root}});
    return print_json(document, JsonStyle::pretty) + "\n";
}

bool is_registered_extension(std::string_view name)
{
    static constexpr std::array<std::string_view, 14> kRegistered = {
        "0000-example-extension",
        "0001-digest-algorithms",
        "0002-flat-direct-storage-layout",
        "0003-hash-and-id-n-tuple-storage-layout",
        "0004-hashed-n-tuple-storage-layout",
        "0005-mutable-head",
        "0006-flat-omit-prefix-storage-layout",
        "0007-n-tuple-omit-prefix-storage-layout",
        "0008-schema-registry",
        "0009-digest-algorithms",
        "0010-differential-n-tuple-omit-prefix-storage-layout",
        "0011-direct-clean-path-layout",
        "0012-hash-and-no-prefix-id-n-tuple-storage-layout",
        "initial",
    };
    return std::find(kRegistered.begin(), kRegistered.end(), name) != kRegistered.end();
}

} // namespace stele::ocfl
