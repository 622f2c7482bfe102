// From a query to rows: FTS5 for words, SQL for facts. Every value is a bound parameter; what goes
// into an FTS5 expression are runs of letters between quotation marks, and column names of ours.
#include "archive/base/unicode.h"
#include "archive/catalogue/bigrams.h"
#include "archive/catalogue/catalogue.h"
#include "archive/record/edtf.h"
#include "archive/record/nearest.h"
#include "archive/record/utf8.h"

#include <algorithm>
#include <array>
#include <map>
#include <variant>

namespace stele::catalogue {
namespace {

// As in schema.sql, each with a twin for CJK.
constexpr std::array<std::string_view, 6> kColumns{
    "title", "place", "creator", "holder", "material", "description"};
// A hit in a title weighs ten times one in a description, one in a place four times; twins alike.
constexpr std::string_view kWeights =
    "bm25(search, 10.0, 4.0, 2.0, 2.0, 2.0, 1.0, 10.0, 4.0, 2.0, 2.0, 2.0, 1.0)";
constexpr std::size_t kSnippetCells = 32;       // before and behind the hit
constexpr std::size_t kSnippetRows = 1000;      // asked for at once
constexpr char kOpen = '\x02', kClose = '\x03'; // highlight()'s marks; no text keeps them

std::string columns_of(Field field, bool cjk)
{
    const std::string twin = cjk ? "_cjk" : "";
    if (field != Field::anywhere)
        return std::string(kColumns[static_cast<std::size_t>(field)]) + twin;
    std::string all;
    for (const std::string_view column : kColumns)
        all.append(all.empty() ? "" : " ").append(column).append(twin);
    return all;
}

std::string expression_of(const Phrase& phrase, Field field)
{
    std::string expression;
    for (const Run& run : runs_of(phrase.text))
        expression += (expression.empty() ? "{" : " AND {") + columns_of(field, run.cjk) +
                      "} : " + fts_phrase(run, phrase.begins);
    return expression;
}

using Value = std::variant<std::int64_t, std::string>;

// SQL conditions on o (objects) with their values, joined by AND.
struct Where {
    std::string sql = "1";
    std::vector<Value> values;

    void add(std::string_view condition, bool negated)
    {
        sql.append(negated ? " AND NOT (" : " AND (").append(condition).append(")");
    }
};

// Dates overlap the range; a record without a date is in none.
void add_year(Where& where, const Condition& c)
{
    std::string sql =
        "o.date_text <> '' AND (o.earliest_day IS NOT NULL OR o.latest_day IS NOT NULL)";
    if (c.low) {
        sql += " AND (o.latest_day IS NULL OR o.latest_day >= ?)";
        where.values.emplace_back(record::day_number({*c.low, 1, 1}));
    }
    if (c.high) {
        sql += " AND (o.earliest_day IS NULL OR o.earliest_day <= ?)";
        where.values.emplace_back(record::day_number({*c.high, 12, 31}));
    }
    where.add(sql, c.negated);
}

void add_range(Where& where, const Condition& c, std::string_view column)
{
    std::string sql = "1";
    const auto bound = [&](std::string_view sign, const std::optional<std::int64_t>& value) {
        if (!value)
            return;
        sql.append(" AND ").append(column).append(sign).append("?");
        where.values.emplace_back(*value);
    };
    bound(" >= ", c.low);
    bound(" <= ", c.high);
    where.add(sql, c.negated);
}

void add_text(Where& where, const Condition& c, const std::string& column)
{
    if (c.text.empty())
        return where.add(column + " <> ''", c.negated);
    where.values.emplace_back(c.text);
    where.add(c.begins ? "lower(substr(" + column + ", 1, length(?" +
                             std::to_string(where.values.size()) + "))) = ?" +
                             std::to_string(where.values.size())
                       : "lower(" + column + ") = ?",
        c.negated);
}

void add_condition(Where& where, const Condition& condition)
{
    switch (condition.key) {
    case Key::id:
        return add_text(where, condition, "o.slug");
    case Key::type:
        return add_text(where, condition, "o.type");
    case Key::state:
        return add_text(where, condition, "o.state");
    case Key::rights:
        return add_text(where, condition, "o.rights");
    case Key::year:
        return add_year(where, condition);
    case Key::added:
        return add_range(where, condition, "o.added");
    case Key::modified:
        return add_range(where, condition, "o.modified");
    case Key::size:
        return add_range(where, condition, "o.size_bytes");
    case Key::triangles:
        return add_range(where, condition, "o.triangles");
    }
}

// What the statement asks for: positive phrases in one MATCH, which ranks, everything else as
// conditions.
struct Asked {
    std::string match, title_match;
    Where where;
};

void append_and(std::string& expression, const std::string& more)
{
    if (!more.empty())
        expression += (expression.empty() ? "" : " AND ") + more;
}

Asked asked_for(const Query& query)
{
    Asked asked;
    for (const Phrase& phrase : query.phrases) {
        const std::string expression = expression_of(phrase, phrase.field);
        if (phrase.text.empty()) {
            const std::string column(kColumns[static_cast<std::size_t>(phrase.field)]);
            asked.where.add(
                "o.rowid IN (SELECT rowid FROM search WHERE " + column + " <> '')", phrase.negated);
        } else if (phrase.negated) {
            asked.where.values.emplace_back(expression);
            asked.where.add("o.rowid IN (SELECT rowid FROM search WHERE search MATCH ?)", true);
        } else {
            append_and(asked.match, expression);
            if (phrase.field == Field::anywhere)
                append_and(asked.title_match, expression_of(phrase, Field::title));
        }
    }
    for (const Condition& condition : query.conditions)
        add_condition(asked.where, condition);
    return asked;
}

void bind_values(Statement& statement, const std::vector<Value>& values)
{
    int parameter = 0;
    for (const Value& value : values) {
        ++parameter;
        if (const auto* const number = std::get_if<std::int64_t>(&value))
            statement.bind(parameter, *number);
        else
            statement.bind(parameter, std::get<std::string>(value));
    }
}

// The last (or first) characters of a line that fill so many cells, cut between characters.
std::string last_cells(std::string_view text, std::size_t cells)
{
    const std::size_t line = text.rfind('\n');
    if (line != std::string_view::npos)
        text.remove_prefix(line + 1);
    if (display_width(text) <= cells)
        return std::string(text);
    std::vector<char32_t> characters = record::code_points(text);
    std::string kept;
    for (std::size_t i = characters.size(); i-- > 0;) {
        std::string longer;
        record::append_utf8(longer, characters[i]);
        longer += kept;
        if (display_width(longer) > cells)
            break;
        kept = std::move(longer);
    }
    return "..." + kept;
}

std::string first_cells(std::string_view text, std::size_t cells)
{
    text = text.substr(0, text.find('\n'));
    if (display_width(text) <= cells)
        return std::string(text);
    std::string kept;
    for (const char32_t c : record::code_points(text)) {
        std::string longer = kept;
        record::append_utf8(longer, c);
        if (display_width(longer) > cells)
            break;
        kept = std::move(longer);
    }
    return kept + "...";
}

// The marks, and whatever else a terminal would obey.
std::string without_marks(std::string text)
{
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
    return text;
}

Snippet snippet_around(
    std::string_view field, std::string_view text, std::size_t at, std::size_t end)
{
    return {std::string(field), without_marks(last_cells(text.substr(0, at), kSnippetCells)),
        without_marks(std::string(text.substr(at, end - at))),
        without_marks(first_cells(text.substr(end), kSnippetCells))};
}

// Runs of CJK are not marked by highlight(), which looks at the twin's pairs: they are sought.
std::optional<Snippet> snippet_in(
    std::string_view field, const std::string& marked, const std::vector<std::string>& cjk)
{
    const std::size_t open = marked.find(kOpen);
    if (open != std::string::npos)
        return snippet_around(
            field, marked, open, std::min(marked.find(kClose, open), marked.size()));
    for (const std::string& run : cjk)
        if (const std::size_t at = marked.find(run); at != std::string::npos)
            return snippet_around(field, marked, at, at + run.size());
    return std::nullopt;
}

// Column 0 is the rowid, the marked columns follow.
Snippet snippet_of(const Statement& row, const std::vector<std::string>& cjk)
{
    for (std::size_t field = 0; field < kColumns.size(); ++field)
        if (auto snippet = snippet_in(kColumns[field], row.text(static_cast<int>(field) + 1), cjk))
            return field < 2 ? Snippet() : std::move(*snippet);
    return {};
}

std::vector<std::string> cjk_runs(const Query& query)
{
    std::vector<std::string> runs;
    for (const Phrase& phrase : query.phrases)
        for (const Run& run : runs_of(phrase.text))
            if (run.cjk && !phrase.negated)
                runs.push_back(run.text);
    return runs;
}

void append_words(std::vector<std::string>& words, std::string_view text)
{
    for (const Run& run : runs_of(text)) {
        words.push_back(run.text);
        if (run.cjk)
            continue;
        for (std::size_t from = 0; from < run.text.size();) {
            const std::size_t end = std::min(run.text.find(' ', from), run.text.size());
            words.push_back(ascii_lower(std::string_view(run.text).substr(from, end - from)));
            from = end + 1;
        }
    }
}

} // namespace

Result<Found> Catalogue::search(const Query& query, std::size_t limit)
{
    const Asked asked = asked_for(query);
    Where where = asked.where;
    std::string from = " FROM objects o ", order = "o.slug";
    if (!asked.match.empty()) {
        from += "JOIN search s ON s.rowid = o.rowid ";
        where.values.emplace_back(asked.match);
        where.add("s.search MATCH ?" + std::to_string(where.values.size()), false);
        order = std::string(kWeights) + ", o.slug";
    }
    std::vector<Value> values = where.values;
    if (!asked.title_match.empty()) {
        values.emplace_back(asked.title_match);
        order.insert(0, "o.rowid IN (SELECT rowid FROM search WHERE search MATCH ?" +
                            std::to_string(values.size()) + ") DESC, ");
    }
    STELE_TRY(Statement statement,
        database_.prepare("SELECT o.rowid" + from + "WHERE " + where.sql + " ORDER BY " + order));
    bind_values(statement, values);
    Found found;
    std::vector<std::int64_t> rowids;
    // To the end, for the total: sorting had to see every hit anyway.
    while (true) {
        STELE_TRY(const bool more, statement.step());
        if (!more)
            break;
        ++found.total;
        if (limit == 0 || rowids.size() < limit)
            rowids.push_back(statement.integer(0));
    }
    STELE_TRY(std::vector<ObjectRow> rows, read_rows(rowids));
    for (ObjectRow& row : rows)
        found.hits.push_back({std::move(row), {}});
    if (!asked.match.empty())
        STELE_CHECK(add_snippets(found, rowids, asked.match, cjk_runs(query)));
    return found;
}

// Of the first field behind title and place that has a hit, when neither of these has one: those
// are columns of every list. One pass over the matches for many rows: asking for one row at a time
// would gather all that begin so again and again.
Status Catalogue::add_snippets(Found& found, const std::vector<std::int64_t>& rowids,
    const std::string& match, const std::vector<std::string>& cjk)
{
    std::string sql = "SELECT rowid";
    for (std::size_t i = 0; i < kColumns.size(); ++i)
        sql += ", highlight(search, " + std::to_string(i) + ", char(2), char(3))";
    sql += " FROM search WHERE search MATCH ?1 AND +rowid IN (";
    std::map<std::int64_t, std::size_t> places;
    for (std::size_t i = 0; i < rowids.size(); ++i)
        places[rowids[i]] = i;
    for (std::size_t from = 0; from < rowids.size(); from += kSnippetRows) {
        std::string list;
        for (std::size_t i = from; i < std::min(from + kSnippetRows, rowids.size()); ++i)
            list += (list.empty() ? "" : ",") + std::to_string(rowids[i]);
        STELE_TRY(Statement statement, database_.prepare(sql + list + ")"));
        statement.bind(1, match);
        while (true) {
            STELE_TRY(const bool more, statement.step());
            if (!more)
                break;
            found.hits[places.at(statement.integer(0))].snippet = snippet_of(statement, cjk);
        }
    }
    return {};
}

Result<std::optional<std::string>> Catalogue::suggestion(const Query& query)
{
    std::vector<std::string> known;
    STELE_TRY(Statement slugs, database_.prepare("SELECT slug FROM objects ORDER BY slug"));
    STELE_TRY(Statement titles,
        database_.prepare("SELECT DISTINCT text FROM texts WHERE field = 'title' ORDER BY text"));
    for (Statement* const statement : {&slugs, &titles})
        while (true) {
            STELE_TRY(const bool more, statement->step());
            if (!more)
                break;
            if (statement == &slugs)
                known.push_back(statement->text(0));
            else
                append_words(known, one_width(statement->text(0)));
        }
    for (const Phrase& phrase : query.phrases) {
        if (phrase.negated || phrase.text.empty())
            continue;
        STELE_TRY(const Found alone, search({{phrase}, {}}, 1));
        if (!alone.hits.empty())
            continue;
        return record::nearest(phrase.text, known);
    }
    for (const Condition& condition : query.conditions)
        if (condition.key == Key::id && !condition.negated && !condition.begins)
            return record::nearest(condition.text, known);
    return std::optional<std::string>();
}

Result<std::vector<std::string>> Catalogue::slugs_beginning(
    std::string_view prefix, std::size_t limit)
{
    STELE_TRY(Statement statement,
        database_.prepare("SELECT slug FROM objects WHERE substr(slug, 1, length(?1)) = ?1"
                          " ORDER BY slug LIMIT ?2"));
    statement.bind(1, prefix).bind(2, static_cast<std::int64_t>(limit));
    std::vector<std::string> slugs;
    while (true) {
        STELE_TRY(const bool more, statement.step());
        if (!more)
            return slugs;
        slugs.push_back(statement.text(0));
    }
}

} // namespace stele::catalogue
