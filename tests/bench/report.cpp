// MAIN PATH of the benchmarks: runs the built programs on towers of given sizes and prints one JSON
// document ("stele:bench/1"; its fields are explained in README.md). tests/bench/run calls it.
#include "archive/base/json.h"
#include "tests/bench/measure.h"
#include "tools/landmark/landmark.h"

#include <sys/sysinfo.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace stele::bench {
namespace {

namespace fs = std::filesystem;

// Peers, in M source triangles per CPU second, bytes per source triangle and seconds, on a 2-core
// machine: goals.md. Theirs are of 20 and 50 M triangles, and hardly depend on the size.
constexpr double kNexusRate = 0.086;
constexpr double kGoalRate = 0.41;
constexpr double kNexusBytes = 34.8;
constexpr double kGoalBytes = 12;
constexpr double kCortoDecodeRate = 20;
constexpr double kGoalDecodeRate = 70;
constexpr double kNxsviewFirstFrame = 0.35;
constexpr double kGoalFirstFrame = 0.7;
constexpr double kGoalFrameMs = 33; // of half a million visible triangles

struct Size {
    std::uint64_t triangles = 0;
    std::string memory; // as stele ingest --memory takes it; empty: its default
};

// "20000000" or "20000000@256MiB".
Size size_of(const std::string& text)
{
    const std::size_t at = text.find('@');
    return {std::strtoull(text.c_str(), nullptr, 10),
        at == text.npos ? std::string() : text.substr(at + 1)};
}

struct Setup {
    fs::path programs; // <build>/bin
    fs::path work;     // empty, removed by the caller
    std::string tower; // a program "tower N out.ply"; empty: the tower in the tree
    std::vector<Size> sizes;

    std::string program(const char* name) const { return (programs / name).string(); }
    fs::path scratch() const { return work / "stdout"; }
};

Json machine()
{
    std::string model = "unknown";
    std::ifstream cpus("/proc/cpuinfo");
    for (std::string line; std::getline(cpus, line);)
        if (line.starts_with("model name")) {
            model = line.substr(line.find(':') + 2);
            break;
        }
    struct sysinfo system {};
    ::sysinfo(&system);
    return Json::object({{"cpu", model}, {"cores", std::int64_t{::sysconf(_SC_NPROCESSORS_ONLN)}},
        {"memory_bytes", std::uint64_t{system.totalram} * system.mem_unit},
        {"load_before", double(system.loads[0]) / (1 << SI_LOAD_SHIFT)},
        {"compiler", "GCC " __VERSION__}});
}

// The fields of the first event of that type among JSON lines.
Json event(const std::string& lines, std::string_view type)
{
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);) {
        auto json = parse_json(line);
        if (json && (*json)["type"].string_or("") == type)
            return std::move(*json);
    }
    return {};
}

// Of all files below folder whose name begins so.
std::uint64_t bytes_of(const fs::path& folder, std::string_view beginning)
{
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().filename().string().starts_with(beginning))
            bytes += entry.file_size();
    return bytes;
}

Status make_tower(const Setup& setup, std::uint64_t triangles, const fs::path& ply)
{
    if (setup.tower.empty()) {
        landmark::TowerOptions options;
        options.target_triangles = triangles;
        return landmark::write_zhenhai_tower(ply, options);
    }
    STELE_CHECK(
        measure_success({setup.tower, std::to_string(triangles), ply.string()}, setup.scratch()));
    return {};
}

Json stages(const Json& item, const Measured& run)
{
    Json times = item["cpu_seconds"];
    double known = 0;
    if (const auto* const members = times.members())
        for (const auto& [name, value] : *members)
            known += value.number_or(0);
    times.set("other", run.cpu_s - known);
    return times;
}

// memory: as stele ingest --memory takes it; empty: its default.
Result<Measured> ingest_scan(const Setup& setup, const fs::path& scan, const fs::path& archive,
    const std::string& memory = {})
{
    STELE_CHECK(measure_success(
        {setup.program("stele"), "--quiet", "init", archive.string()}, setup.scratch()));
    std::vector<std::string> argv{setup.program("stele"), "--json", "--quiet", "--archive",
        archive.string(), "ingest", "--record", "tower", "--unit", "m", "--up", "y", scan.string()};
    if (!memory.empty())
        argv.insert(argv.end(), {"--memory", memory});
    return measure_success(argv, setup.scratch());
}

// The same mesh as OBJ and GLB: what their readers cost beside PLY's.
Result<Json> other_formats(const Setup& setup, const fs::path& ply, double ply_cpu_s)
{
    Json list = Json::array();
    for (const char* const extension : {".obj", ".glb"}) {
        fs::path scan = ply, archive = ply;
        scan.replace_extension(extension);
        archive += std::string(extension) + "-archive";
        STELE_CHECK(measure_success(
            {setup.program("bench_convert"), ply.string(), scan.string()}, setup.scratch()));
        STELE_TRY(const Measured run, ingest_scan(setup, scan, archive));
        list.push(Json::object(
            {{"format", extension + 1}, {"source_bytes", std::uint64_t{fs::file_size(scan)}},
                {"wall_s", run.wall_s}, {"cpu_s", run.cpu_s},
                {"cpu_times_ply", run.cpu_s / ply_cpu_s}, {"peak_rss_bytes", run.peak_rss_bytes}}));
        std::error_code ignored;
        fs::remove(scan, ignored);
        fs::remove_all(archive, ignored);
    }
    return list;
}

// Larger meshes are not measured in other formats: bench_convert holds them in memory.
constexpr std::uint64_t kMostConverted = 5000000;

Result<Json> ingest(const Setup& setup, const Size& size, const fs::path& archive)
{
    const std::uint64_t triangles = size.triangles;
    const fs::path ply = setup.work / ("tower-" + std::to_string(triangles) + ".ply");
    STELE_CHECK(make_tower(setup, triangles, ply));
    STELE_TRY(const Measured run, ingest_scan(setup, ply, archive, size.memory));
    const Json item = event(run.out, "item");
    const double count = item["report"]["triangles"].number_or(0);
    if (!(count > 0))
        return Error(Errc::internal, "the ingest reports no triangles");
    const double rate = count / run.cpu_s / 1e6;
    const auto pages = bytes_of(archive, "pages-") + bytes_of(archive, "index.stele");
    const double certify = item["cpu_seconds"]["certify"].number_or(0);
    Json result = Json::object({{"source_triangles", item["report"]["triangles"]},
        {"source_bytes", std::uint64_t{fs::file_size(ply)}}, {"wall_s", run.wall_s},
        {"cpu_s", run.cpu_s}, {"mtriangles_per_cpu_s", rate}, {"cpu_seconds", stages(item, run)},
        {"certify_share", certify / run.cpu_s},
        {"memory", size.memory.empty() ? Json() : Json(size.memory)},
        {"peak_rss_bytes", run.peak_rss_bytes}, {"scratch", item["scratch"]},
        {"pages_and_index_bytes", pages}, {"overview_bytes", bytes_of(archive, "overview.glb")},
        {"bytes_per_source_triangle", double(pages) / count}, {"times_nexus", rate / kNexusRate},
        {"of_goal", rate / kGoalRate}, {"bytes_of_nexus", double(pages) / count / kNexusBytes},
        {"bytes_of_goal", double(pages) / count / kGoalBytes}});
    if (triangles <= kMostConverted) {
        STELE_TRY(Json others, other_formats(setup, ply, run.cpu_s));
        result.set("other_formats", std::move(others));
    }
    std::error_code ignored;
    fs::remove(ply, ignored);
    return result;
}

Result<Json> decode(const Setup& setup)
{
    STELE_TRY(const Measured run,
        measure_success({setup.program("bench_page_decode"), "--"}, setup.scratch()));
    STELE_TRY(Json json, parse_json(run.out));
    const double rate = json["decode_mtriangles_per_s"].number_or(0);
    json.set("times_corto", rate / kCortoDecodeRate);
    json.set("of_goal", rate / kGoalDecodeRate);
    return json;
}

// From process start to the finished picture at 1280 x 720, PNG written: no less than a first frame
// in a window.
Result<Json> first_frame(const Setup& setup, const fs::path& archive)
{
    std::vector<std::string> argv{setup.program("stele-viewer"), "--archive", archive.string(),
        "--render", (setup.work / "picture.png").string(), "--size", "1280x720", "--json",
        "--quiet"};
    std::vector<double> walls;
    Measured last;
    for (int run = 0; run < 5; ++run) {
        STELE_TRY(last, measure_success(argv, setup.scratch()));
        walls.push_back(last.wall_s);
    }
    const Json drawn = event(last.out, "summary");
    argv.emplace_back("--validate");
    STELE_TRY(const Measured validated, measure(argv, setup.scratch()));
    const Json messages = event(validated.out, "summary")["validation_messages"];
    std::sort(walls.begin(), walls.end());
    return Json::object({{"device", drawn["device"]}, {"triangles_drawn", drawn["triangles"]},
        {"source_triangles", drawn["source_triangles"]}, {"shown_error_m", drawn["shown_error_m"]},
        {"least_s", walls.front()}, {"median_s", walls[walls.size() / 2]},
        {"peak_rss_bytes", last.peak_rss_bytes},
        {"times_nxsview", walls.front() / kNxsviewFirstFrame},
        {"of_goal", walls.front() / kGoalFirstFrame}, {"validation_messages", messages}});
}

// Lines "  93312 triangles  cull 0.50  raster 9.00  frame 12.00  wall 7.00" of frame_bench.
Result<Json> frames(const Setup& setup)
{
    STELE_TRY(const Measured run,
        measure_success({setup.program("frame_bench"), "1280"}, setup.scratch()));
    std::istringstream in(run.out);
    Json list = Json::array();
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::uint64_t triangles = 0;
        std::string unit;
        if (!(words >> triangles >> unit) || unit != "triangles")
            continue;
        Json passes = Json::object();
        Json frame = Json::object({{"visible_triangles", triangles}});
        std::string what;
        for (double ms = 0; words >> what >> ms;) {
            const bool total = what == "frame" || what == "wall";
            (total ? frame : passes)
                .set(total ? what + (what == "frame" ? "_cpu_ms" : "_ms") : what, ms);
        }
        frame.set("passes_cpu_ms", std::move(passes));
        frame.set("wall_of_half_a_million_goal", frame["wall_ms"].number_or(0) / kGoalFrameMs);
        list.push(std::move(frame));
    }
    return list;
}

Result<Json> run_all(const Setup& setup)
{
    Json document = Json::object({{"schema", "stele:bench/1"}, {"machine", machine()},
        {"tower", setup.tower.empty() ? "tools/landmark" : "gentower"}});
    Json ingests = Json::array();
    std::vector<fs::path> archives;
    for (const Size& size : setup.sizes) {
        std::fprintf(stderr, "bench: ingest of %llu triangles\n",
            static_cast<unsigned long long>(size.triangles));
        archives.push_back(setup.work / ("archive-" + std::to_string(archives.size())));
        STELE_TRY(Json result, ingest(setup, size, archives.back()));
        ingests.push(std::move(result));
    }
    document.set("ingest", std::move(ingests));
    Json first = Json::array();
    for (const fs::path& archive : archives) {
        std::fprintf(stderr, "bench: first frame\n");
        STELE_TRY(Json result, first_frame(setup, archive));
        first.push(std::move(result));
    }
    document.set("first_frame", std::move(first));
    std::fprintf(stderr, "bench: frames\n");
    STELE_TRY(Json drawn, frames(setup));
    document.set("frames", std::move(drawn));
    std::fprintf(stderr, "bench: decode\n");
    STELE_TRY(Json decoded, decode(setup));
    document.set("decode", std::move(decoded));
    document.set("peers", Json::object({{"nexus_mtriangles_per_cpu_s", kNexusRate},
                              {"nexus_bytes_per_source_triangle", kNexusBytes},
                              {"corto_decode_mtriangles_per_s", kCortoDecodeRate},
                              {"nxsview_first_frame_s", kNxsviewFirstFrame}}));
    document.set("goals",
        Json::object({{"mtriangles_per_cpu_s", kGoalRate},
            {"bytes_per_source_triangle", kGoalBytes}, {"decode_mtriangles_per_s", kGoalDecodeRate},
            {"first_frame_s", kGoalFirstFrame}, {"frame_ms_at_half_a_million", kGoalFrameMs}}));
    return document;
}

// Five digits say all that a measurement knows.
void round_numbers(Json& json)
{
    if (auto* const members = json.members())
        for (auto& [key, value] : *members)
            round_numbers(value);
    else if (auto* const elements = json.elements())
        for (Json& element : *elements)
            round_numbers(element);
    else if (json.is_number() && !json.is_integer()) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.5g", json.number_or(0));
        json = Json(std::strtod(text.data(), nullptr));
    }
}

} // namespace
} // namespace stele::bench

int main(int argc, char** argv)
{
    if (argc < 5) {
        std::fprintf(stderr, "bench_report PROGRAMS WORK TOWER|- TRIANGLES...\n");
        return 2;
    }
    stele::bench::Setup setup{argv[1], argv[2], argv[3], {}};
    if (setup.tower == "-")
        setup.tower.clear();
    for (int i = 4; i < argc; ++i)
        setup.sizes.push_back(stele::bench::size_of(argv[i]));
    auto document = stele::bench::run_all(setup);
    if (!document) {
        std::fprintf(stderr, "bench_report: %s\n", document.error().text().c_str());
        return 1;
    }
    stele::bench::round_numbers(*document);
    std::printf("%s\n", print_json(*document, stele::JsonStyle::pretty).c_str());
    return 0;
}
