// stele page unpack: pages as plain glTF files that need no extension.
#include "archive/ingest/archive.h"
#include "archive/ingest/stored_asset.h"
#include "archive/page/unpack.h"
#include "tools/stele/command.h"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>
#include <memory>

namespace stele::cli {

namespace {

struct UnpackArguments {
    std::string id, asset, output;
    int level = -1;
};

std::string page_name(std::uint32_t page)
{
    std::array<char, 32> name{};
    std::snprintf(name.data(), name.size(), "page-%06u.glb", page);
    return name.data();
}

Status unpack(const page::AssetFile& asset, const UnpackArguments& arguments, Output& out)
{
    std::error_code error;
    std::filesystem::create_directories(arguments.output, error);
    if (error)
        return Error(Errc::io, "make " + arguments.output + ": " + error.message());
    const PageIndex& index = asset.index();
    std::size_t written = 0;
    for (std::uint32_t p = 0; p < index.pages.size(); ++p) {
        if (arguments.level >= 0 &&
            index.pages[p].level != static_cast<std::uint32_t>(arguments.level))
            continue;
        STELE_TRY(const Bytes bytes, asset.read_page(PageId{p}));
        STELE_TRY(const Bytes plain, page::unpack_page(bytes, index.pages[p], index.asset));
        const auto path = std::filesystem::path(arguments.output) / page_name(p);
        STELE_CHECK(write_new_file(real_io(), path, plain));
        out.event("item", Json::object({{"op", "export"}, {"action", "written"},
                              {"path", path.string()}, {"bytes", std::uint64_t{plain.size()}}}));
        ++written;
    }
    out.say("Wrote " + std::to_string(written) + " pages to " + arguments.output);
    return {};
}

Status unpack_record(const UnpackArguments& arguments, Context& context)
{
    STELE_TRY(const auto folder, find_archive(context.globals));
    STELE_TRY(auto archive, ingest::Archive::open(folder));
    STELE_TRY(const auto row, archive.catalogue.find(arguments.id));
    STELE_TRY(const auto asset,
        ingest::open_asset_of(archive.root, row.slug, row.access_id, arguments.asset));
    return unpack(asset.file, arguments, context.out);
}

Exit run_unpack(Context& context, const UnpackArguments& arguments)
{
    if (const Status done = unpack_record(arguments, context); !done)
        return report_lookup(context, done.error());
    return Exit::success;
}

} // namespace

void add_page(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("page", "Pages of viewing copies");
    command->require_subcommand(1);
    auto* const unpack_command =
        command->add_subcommand("unpack", "Write pages as plain glTF 2.0 files");
    const auto a = std::make_shared<UnpackArguments>();
    unpack_command->add_option("ID", a->id, "Record")->required();
    unpack_command->add_option("-o,--output", a->output, "Folder to write to")
        ->required()
        ->type_name("DIR");
    unpack_command->add_option("--level", a->level, "Only this level; 0 is the full detail");
    unpack_command->add_option("--asset", a->asset, "Scan of the record (default: the first)");
    unpack_command->callback([a, &run] { run = [a](Context& c) { return run_unpack(c, *a); }; });
}

} // namespace stele::cli
