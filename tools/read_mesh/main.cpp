// stele-read-mesh FORMAT FILE FOLDER 3<FILE, or stele-read-mesh --draco: see
// archive/readers/mesh_stream.h. Started by Stele, which limits its memory and time.
#include "archive/readers/companion.h"
#include "tools/read_mesh/draco_answers.h"
#include "tools/read_mesh/folder_io.h"
#include "tools/read_mesh/output.h"
#include "tools/read_mesh/reader_log.h"
#include "tools/read_mesh/sandbox.h"
#include "tools/read_mesh/scene_stream.h"

#include <assimp/BaseImporter.h>
#include <assimp/Importer.hpp>
#include <assimp/config.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <new>
#include <string_view>

namespace stele::read_mesh {

namespace {

using readers::MeshStreamWriter;
using readers::StreamFailure;

constexpr int kScanDescriptor = 3;

// Only the importer of the format is left, so that no file reaches another by its looks.
void keep_only(Assimp::Importer& importer, std::string_view extension)
{
    const Assimp::BaseImporter* const wanted = importer.GetImporter(std::string(extension).c_str());
    for (std::size_t i = importer.GetImporterCount(); i-- > 0;)
        if (Assimp::BaseImporter* const other = importer.GetImporter(i); other != wanted)
            importer.UnregisterLoader(other);
}

StreamFailure failure_of(std::string_view text)
{
    return text.find("bad_alloc") != text.npos ? StreamFailure::memory : StreamFailure::malformed;
}

void read_scan(const ForeignFormat& format, const File& scan, const std::filesystem::path& path,
    readers::Companions companions, MeshStreamWriter& out)
{
    const std::string name = path.filename().string();
    // None of them is ever freed: the process ends sooner without.
    auto& importer = *new Assimp::Importer;
    auto& io = *new FolderIo(scan, name, std::move(companions));
    auto& remarks = *new readers::FindingTally;
    log_to(remarks);
    keep_only(importer, format.extension);
    importer.SetIOHandler(&io);
    importer.SetPropertyBool(AI_CONFIG_IMPORT_NO_SKELETON_MESHES, true);
    const aiScene* const scene = importer.ReadFile(name, 0);
    if (scene == nullptr || scene->mRootNode == nullptr) {
        std::string_view why = importer.GetErrorString();
        why = why.substr(0, why.find_last_not_of(". \n") + 1);
        return out.failure(
            failure_of(why), why.empty() ? "its reader does not understand it" : why);
    }
    Findings findings = io.findings();
    findings.insert(findings.end(), remarks.findings().begin(), remarks.findings().end());
    write_scene({*scene, format, scan, io.opened(), findings}, out);
}

int read_file(std::string_view id, const std::filesystem::path& path, const char* folder)
{
    MeshStreamWriter out(&send_to_parent);
    out.prologue();
    const ForeignFormat* const format = find_format(id);
    auto scan = File::adopt(kScanDescriptor);
    auto companions = readers::Companions::beside(path, folder);
    if (format == nullptr || !scan || !companions) {
        out.failure(StreamFailure::unsupported, format == nullptr ? "a format that is not read here"
                                                : !scan           ? scan.error().text()
                                                                  : companions.error().text());
        return EXIT_FAILURE;
    }
    enter_sandbox(companions->folder());
    try {
        read_scan(*format, *scan, path, std::move(*companions), out);
    } catch (const std::bad_alloc&) {
        out.failure(StreamFailure::memory, format->name);
    } catch (const std::exception& exception) {
        out.failure(failure_of(exception.what()), exception.what());
    }
    return EXIT_SUCCESS;
}

class StandardInput final : public readers::ByteSource {
public:
    Result<std::size_t> read_some(std::span<std::byte> out) override
    {
        for (;;) {
            const ssize_t count = ::read(STDIN_FILENO, out.data(), out.size());
            if (count >= 0)
                return static_cast<std::size_t>(count);
            if (errno != EINTR)
                return errno_error(errno, "read standard input");
        }
    }
    Error early_end() override { return {Errc::malformed, "the requests end early"}; }
};

// The parent sends a byte when memory and time are limited; the end of the input, by hand, will do.
void wait_for_limits()
{
    std::byte go{};
    StandardInput input;
    (void)input.read_some({&go, 1}).ok();
}

int decode_draco()
{
    enter_sandbox(nullptr);
    StandardInput input;
    readers::MeshStreamReader requests(input);
    MeshStreamWriter out(&send_to_parent);
    if (!requests.read_prologue())
        return EXIT_FAILURE;
    out.prologue();
    answer_draco(requests, out);
    return EXIT_SUCCESS;
}

int run(std::span<char*> arguments)
{
    wait_for_limits();
    if (arguments.size() == 2 && std::string_view(arguments[1]) == "--draco")
        return decode_draco();
    if (arguments.size() == 4)
        return read_file(arguments[1], arguments[2], arguments[3]);
    return 2;
}

} // namespace

} // namespace stele::read_mesh

int main(int argc, char** argv)
{
    // Without destructors: a scene of millions of vertices takes long to take apart.
    std::_Exit(stele::read_mesh::run({argv, static_cast<std::size_t>(argc)}));
}
