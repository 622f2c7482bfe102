// The storage root: declaration, layout, extensions, hierarchy, and every object in it.
#include "archive/base/file.h"
#include "archive/base/json.h"
#include "archive/ocfl/layout.h"
#include "archive/ocfl/root.h"
#include "archive/ocfl/validate.h"
#include "archive/ocfl/validate_internal.h"

#include <map>

namespace stele::ocfl {

namespace fs = std::filesystem;

namespace {

using detail::Listing;

class RootJudge {
public:
    RootJudge(fs::path root, const ValidateOptions& options)
        : root_(std::move(root)), options_(options)
    {
    }
    Violations judge();

private:
    void add(std::string_view code, std::string path, std::string text)
    {
        violations_.push_back({std::string(code), std::move(path), std::move(text)});
    }
    void judge_declaration(const Listing& listing);
    void judge_layout(const Listing& listing);
    void judge_extensions();
    // Whether an object was found beneath.
    bool judge_hierarchy(const std::string& relative, int depth);
    void judge_object(const std::string& relative, int depth);

    fs::path root_;
    const ValidateOptions& options_;
    Violations violations_;
    detail::SeenInodes seen_;
    std::optional<SpecVersion> declared_;
    std::optional<LayoutConfig> layout_;
    std::map<std::string, std::string> directory_of_id_;
    bool flat_ = false, nested_ = false;
};

Violations RootJudge::judge()
{
    const Listing listing = detail::list_directory(root_, "", seen_, violations_);
    judge_declaration(listing);
    judge_layout(listing);
    for (const std::string& name : listing.directories) {
        if (name == "extensions")
            judge_extensions();
        else if (is_object_root(root_ / name))
            judge_object(name, 0);
        else if (!judge_hierarchy(name, 1))
            add("E088", name, "a directory without objects");
    }
    if (flat_ && nested_)
        add("W015", "", "objects both at the top and in a hierarchy");
    return std::move(violations_);
}

void RootJudge::judge_declaration(const Listing& listing)
{
    std::size_t valid = 0;
    for (const std::string& name : listing.files) {
        if (name == "0=ocfl_1.0" || name == "0=ocfl_1.1") {
            ++valid;
            declared_ = name.ends_with('0') ? SpecVersion::v1_0 : SpecVersion::v1_1;
            const Result<std::string> text = read_text_file(root_ / name, 4096);
            if (!text || *text != name.substr(2) + "\n")
                add("E080", name, "must hold " + name.substr(2) + " and a newline");
        } else if (name.starts_with("0=")) {
            add("E075", name, "not a declaration of an OCFL version that is known");
            add(name.starts_with("0=ocfl_") ? "E077" : "E079", name,
                "the value must be ocfl_1.0 or ocfl_1.1");
        } else if (name.find("=ocfl_") != std::string::npos) {
            add("E078", name, "the tag must be 0");
        }
    }
    if (valid == 0)
        add("E069", "", "no root conformance declaration");
    if (valid != 1)
        add("E076", "", std::to_string(valid) + " version declarations, must be one");
}

void RootJudge::judge_layout(const Listing& listing)
{
    constexpr std::string_view kName = "ocfl_layout.json";
    if (std::find(listing.files.begin(), listing.files.end(), kName) == listing.files.end())
        return;
    const Result<std::string> text = read_text_file(root_ / kName, 1u << 20);
    const Result<Json> layout = text ? parse_json(*text) : Result<Json>(Json());
    if (!layout || !layout->is_object()) {
        add("E070", std::string(kName), "must be a JSON object");
        return;
    }
    for (const std::string_view key : {"extension", "description"})
        if ((*layout)[key].string() == nullptr)
            add("E070", std::string(kName), "the key is missing: " + std::string(key));
    const std::string extension = (*layout)["extension"].string_or("");
    if (!is_registered_extension(extension)) {
        add("E071", std::string(kName), "not a registered extension: " + extension);
        return;
    }
    if (extension != kLayoutExtension)
        return; // paths of other layouts are not judged
    const fs::path config_file = root_ / "extensions" / kLayoutExtension / "config.json";
    std::error_code ignored;
    std::string config = "{}";
    if (fs::exists(config_file, ignored))
        if (const Result<std::string> stored = read_text_file(config_file, 1u << 20))
            config = *stored;
    const Result<LayoutConfig> parsed = parse_layout(config);
    if (parsed)
        layout_ = *parsed;
    else
        add("E083", "extensions/" + std::string(kLayoutExtension), parsed.error().text());
}

void RootJudge::judge_extensions()
{
    const Listing listing =
        detail::list_directory(root_ / "extensions", "extensions/", seen_, violations_);
    for (const std::string& name : listing.files)
        add("E112", "extensions/" + name, "a file among the extensions");
    if (listing.files.empty() && listing.directories.empty())
        add("E073", "extensions", "an empty directory");
    for (const std::string& name : listing.directories) {
        const std::string relative = "extensions/" + name;
        if (!is_registered_extension(name))
            add("W016", relative, "not a registered extension");
        const Listing inner =
            detail::list_directory(root_ / relative, relative + "/", seen_, violations_);
        if (inner.files.empty() && inner.directories.empty())
            add("E073", relative, "an empty directory");
    }
}

bool RootJudge::judge_hierarchy(const std::string& relative, int depth)
{
    constexpr int kMaxDepth = 64;
    if (depth > kMaxDepth) {
        add("E085", relative, "no object within 64 levels");
        return false;
    }
    const Listing listing =
        detail::list_directory(root_ / relative, relative + "/", seen_, violations_);
    if (listing.files.empty() && listing.directories.empty())
        add("E073", relative, "an empty directory");
    for (const std::string& name : listing.files) {
        add("E072", relative + "/" + name, "a file that is not part of an object");
        add("E084", relative + "/" + name, "a file in an intermediate directory");
    }
    if (listing.directories.empty())
        add("E085", relative, "the hierarchy ends without an object root");
    bool found = false;
    for (const std::string& name : listing.directories) {
        const std::string child = relative + "/" + name;
        if (is_object_root(root_ / child)) {
            judge_object(child, depth);
            found = true;
        } else {
            found = judge_hierarchy(child, depth + 1) || found;
        }
    }
    return found;
}

void RootJudge::judge_object(const std::string& relative, int depth)
{
    (depth == 0 ? flat_ : nested_) = true;
    detail::ObjectJudge judge(root_ / relative, options_, seen_);
    judge.judge();
    if (judge.declared && declared_ && *judge.declared > *declared_)
        judge.violations.push_back({"E081", "", "conforms to a later OCFL version than the root"});
    if (judge.id) {
        const auto [other, first] = directory_of_id_.try_emplace(*judge.id, relative);
        if (!first)
            judge.violations.push_back(
                {"E037", "inventory.json", "the id is also that of " + other->second});
        if (layout_ && object_directory({*judge.id}, *layout_) != relative)
            judge.violations.push_back({"E083", "", "the layout puts " + *judge.id + " elsewhere"});
    }
    Violations found = std::move(judge.violations);
    for (Violation& violation : found)
        violation.path = relative + (violation.path.empty() ? "" : "/") + violation.path;
    if (options_.object_done)
        options_.object_done(relative, found);
    violations_.insert(violations_.end(), found.begin(), found.end());
}

} // namespace

Violations validate_root(const fs::path& storage_root, const ValidateOptions& options)
{
    return RootJudge(storage_root, options).judge();
}

} // namespace stele::ocfl
