// How long a search takes among so many records (default 10 000), each with texts in two languages.
// Prints one JSON object: CPU milliseconds, the best of five.
#include "archive/catalogue/catalogue.h"
#include "tests/archive/catalogue/sample_entries.h"
#include "tests/support/temp_dir.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

namespace {

using namespace stele;

constexpr std::array kPlaces{
    "Wutai, Shanxi", "Dunhuang, Gansu", "Guangzhou", "Ellora", "C\u00f3rdoba"};
constexpr std::array kThings{"hall", "pagoda", "lion", "stele", "gate", "bridge", "tower"};
constexpr std::array kHan{"大雁塔", "佛光寺东大殿", "石狮", "镇海楼", "莫高窟第九十六窟"};

std::vector<catalogue::Entry> entries(std::size_t count)
{
    std::vector<catalogue::Entry> all;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string number = std::to_string(i);
        record::Record record = catalogue::sample_record("object-" + number,
            {{"en", "Stone " + std::string(kThings[i % kThings.size()]) + " number " + number},
                {"zh-Hans", std::string(kHan[i % kHan.size()]) + number}});
        record.place.name["en"] = kPlaces[i % kPlaces.size()];
        record.date = std::to_string(1000 + i % 1000);
        for (int line = 0; line < 8; ++line)
            record.description["en"] +=
                "Restored after the storm of " + std::to_string(1900 + i % 97) +
                "; the stones of the eastern wall were numbered and laid again. ";
        record.description["zh-Hans"] = "门前有石狮一对，东墙的石块经编号后重新砌筑。";
        all.push_back(catalogue::sample_entry(record));
    }
    return all;
}

// Of this process: other work on the machine does not count.
double cpu_ms()
{
    return double(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

// Negative: it failed.
double best_ms(catalogue::Catalogue& catalogue, const char* text)
{
    double best = 1e9;
    for (int run = 0; run < 5; ++run) {
        const double begun = cpu_ms();
        const auto query = catalogue::parse_query(text);
        if (!query || !catalogue.search(*query, 50))
            return -1;
        best = std::min(best, cpu_ms() - begun);
    }
    return best;
}

} // namespace

int main(int argc, char** argv)
{
    const auto count = static_cast<std::size_t>(argc > 1 ? std::atol(argv[1]) : 10000);
    const test::TempDir dir;
    auto catalogue = catalogue::Catalogue::create(dir / "catalogue.sqlite");
    if (!catalogue || !catalogue->add_all(entries(count)))
        return 1;
    std::printf("{\"records\": %zu", count);
    struct Asked {
        const char *name, *query;
    };
    for (const Asked& asked : {Asked{"rare_word", "4711"}, Asked{"every_record", "stone"},
             Asked{"every_record_cjk", "石"}, Asked{"han_pair", "雁塔"},
             Asked{"phrase", "\"eastern wall\""}, Asked{"two_words", "pagoda guangzhou"},
             Asked{"filter", "year:1380..1390 place:wutai"}, Asked{"without", "pagoda -ellora"},
             Asked{"nothing", "xylophone"}})
        std::printf(", \"%s_ms\": %.2f", asked.name, best_ms(*catalogue, asked.query));
    std::printf("}\n");
    return 0;
}
