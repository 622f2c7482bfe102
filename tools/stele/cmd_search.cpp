// stele search: records by words and by facts, best first.
#include "archive/ingest/archive.h"
#include "archive/record/texts.h"
#include "tools/stele/command.h"
#include "tools/stele/record_table.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace stele::cli {

namespace {

struct SearchArguments {
    std::vector<std::string> words;
    std::size_t limit = 50;
};

struct Answer {
    catalogue::Found found;
    std::optional<std::string> suggestion; // when nothing was found
};

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

Result<Answer> look_up(const catalogue::Query& query, std::size_t limit, Context& context)
{
    STELE_TRY(const auto folder, find_archive(context.globals));
    STELE_TRY(auto archive, ingest::Archive::open(folder));
    Answer answer;
    STELE_TRY(answer.found, archive.catalogue.search(query, limit));
    if (answer.found.hits.empty()) {
        STELE_TRY(answer.suggestion, archive.catalogue.suggestion(query));
    }
    return answer;
}

Json answer_json(const std::string& query, const Answer& answer)
{
    Json records = Json::array();
    for (const catalogue::Hit& hit : answer.found.hits) {
        Json row = row_json(hit.row);
        const catalogue::Snippet& s = hit.snippet;
        if (!s.field.empty())
            row.set("match", Json::object({{"field", s.field}, {"before", s.before}, {"hit", s.hit},
                                 {"after", s.after}}));
        records.push(row);
    }
    Json json =
        Json::object({{"query", query}, {"total", answer.found.total}, {"records", records}});
    if (answer.suggestion)
        json.set("suggestion", *answer.suggestion);
    return json;
}

std::string field_label(const std::string& field, const record::Texts& texts)
{
    return texts.text("panel." + (field == "material" ? "materials" : field));
}

// The table of stele list; below a record the words around the hit, when title and place do not
// show it. --plain has them in a last column.
std::string answer_text(const Answer& answer, Context& context)
{
    std::vector<catalogue::ObjectRow> rows;
    for (const catalogue::Hit& hit : answer.found.hits)
        rows.push_back(hit.row);
    Table table = record_table(rows, context.globals.lang);
    const Output& out = context.out;
    if (out.plain()) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const catalogue::Snippet& s = answer.found.hits[i].snippet;
            table.rows[i].push_back(s.before + s.hit + s.after);
        }
        return print_table(table, true);
    }
    const auto texts = record::Texts::in_language(context.globals.lang);
    const std::string lines = print_table(table, false);
    std::string text;
    std::size_t row = 0; // 0 is the header
    for (std::size_t from = 0; from < lines.size(); ++row) {
        const std::size_t end = lines.find('\n', from) + 1;
        text += lines.substr(from, end - from);
        from = end;
        if (row == 0 || row > answer.found.hits.size())
            continue;
        const catalogue::Snippet& s = answer.found.hits[row - 1].snippet;
        if (!s.field.empty())
            text += "    " + field_label(s.field, texts) + ": " + s.before + out.strong(s.hit) +
                    s.after + "\n";
    }
    return text;
}

Exit run_search(Context& context, const SearchArguments& arguments)
{
    Output& out = context.out;
    const std::string text = joined(arguments.words);
    const auto query = catalogue::parse_query(text);
    if (!query) {
        out.fail(query.error(), "stele help search tells how to ask");
        return Exit::usage;
    }
    const auto answer = look_up(*query, arguments.limit, context);
    if (!answer)
        return report(context, answer.error());
    if (out.json())
        out.document(answer_json(text, *answer));
    if (answer->found.hits.empty()) {
        out.say("Nothing matched" +
                (answer->suggestion ? ". Did you mean '" + *answer->suggestion + "'?"
                    : query->phrases.size() + query->conditions.size() > 1
                        ? std::string("; all words and filters must fit: fewer find more")
                        : std::string()));
        return Exit::no_match;
    }
    if (!out.json())
        out.print(answer_text(*answer, context));
    if (answer->found.total > answer->found.hits.size()) {
        const auto texts = record::Texts::in_language(context.globals.lang);
        out.say(record::count_text(answer->found.hits.size(), texts) + " of " +
                record::count_text(answer->found.total, texts) + " records; --limit 0 shows all");
    }
    return Exit::success;
}

} // namespace

void add_search(CLI::App& app, Run& run)
{
    auto* const command = app.add_subcommand("search", "Find records by words and by facts");
    const auto a = std::make_shared<SearchArguments>();
    command
        ->add_option("QUERY", a->words,
            "Words that must occur, \"phrases\", -without, and filters such as type:building")
        ->required();
    command->add_option("--limit", a->limit, "At most so many records; 0: all (default 50)")
        ->type_name("N");
    command->callback([a, &run] { run = [a](Context& c) { return run_search(c, *a); }; });
}

} // namespace stele::cli
