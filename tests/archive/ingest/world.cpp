// See world.h.
#include "tests/archive/ingest/world.h"

#include <unistd.h>

namespace stele::ingest {

namespace fs = std::filesystem;

namespace {

fs::path fast_folder()
{
    return ::access("/dev/shm", W_OK) == 0 ? fs::path("/dev/shm") : fs::temp_directory_path();
}

} // namespace

World::World() : dir_(fast_folder())
{
    fs::create_directory(inbox());
    const Status made = create_archive(folder(), real_io());
    EXPECT_TRUE(made.ok()) << why(made);
}

World::World(const fs::path& archive_to_copy) : dir_(fast_folder())
{
    fs::create_directory(inbox());
    fs::copy(archive_to_copy, folder(), fs::copy_options::recursive);
}

fs::path World::put(const std::string& name, const std::string& bytes) const
{
    const fs::path path = inbox() / name;
    fs::create_directories(path.parent_path());
    return test::write_file(path, bytes);
}

fs::path World::put(const std::string& name, const test::SourceMesh& mesh) const
{
    return put(name, test::ply_bytes(mesh));
}

Result<Archive> World::open(Io& io) const
{
    return Archive::open_for_writing(folder(), io);
}

Result<Outcome> World::ingest(const fs::path& scan, const Options& options, Io& io) const
{
    STELE_TRY(Archive archive, open(io));
    return stele::ingest::ingest(archive, intake_of_scan(scan, options), options);
}

catalogue::ObjectRow World::row(const std::string& slug) const
{
    auto archive = Archive::open(folder());
    EXPECT_TRUE(archive.ok()) << why(archive);
    if (!archive)
        return {};
    auto found = archive->catalogue.find(slug);
    EXPECT_TRUE(found.ok()) << why(found);
    return found ? *found : catalogue::ObjectRow();
}

std::string World::dump() const
{
    auto archive = Archive::open(folder());
    EXPECT_TRUE(archive.ok()) << why(archive);
    if (!archive)
        return {};
    auto text = archive->catalogue.logical_dump();
    EXPECT_TRUE(text.ok()) << why(text);
    return text ? *text : std::string();
}

std::string World::damage(const std::string& slug) const
{
    auto archive = Archive::open(folder());
    if (!archive)
        return why(archive);
    const auto found = archive->catalogue.find(slug);
    if (!found)
        return why(found);
    const auto verdict = verify_record(*archive, slug, found->uuid, {});
    if (!verdict)
        return why(verdict);
    Findings errors;
    for (const Finding& finding : verdict->findings)
        if (finding.severity == Severity::error)
            errors.push_back(finding);
    EXPECT_EQ(errors.empty(), !verdict->damaged());
    return text_of(errors);
}

std::size_t World::records() const
{
    auto archive = Archive::open(folder());
    if (!archive)
        return 0;
    const auto rows = archive->catalogue.list({});
    return rows ? rows->size() : 0;
}

std::size_t World::objects() const
{
    const auto root = ocfl::Root::open(storage());
    const auto ids = root ? root->object_ids() : Result<std::vector<ObjectId>>(root.error());
    return ids ? ids->size() : 0;
}

test::SourceMesh ball(int levels, double bumps)
{
    return test::make_sphere(levels, bumps);
}

std::map<std::string, std::string> files_of(const fs::path& folder)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files[entry.path().lexically_relative(folder).string()] = test::slurp(entry.path());
    return files;
}

std::string text_of(const Findings& findings)
{
    std::string text;
    for (const Finding& finding : findings)
        text += finding.code + "  " + finding.where + "  " + finding.text + "\n";
    return text;
}

const Finding* find(const Findings& findings, std::string_view code)
{
    for (const Finding& finding : findings)
        if (finding.code == code)
            return &finding;
    return nullptr;
}

} // namespace stele::ingest
