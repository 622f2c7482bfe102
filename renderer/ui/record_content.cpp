// Chooses and words what the panel says. Labels come from the record's texts, keys from words.h.
#include "renderer/ui/record_content.h"

#include "archive/record/date_text.h"
#include "archive/record/language.h"
#include "archive/record/texts.h"

#include <cmath>
#include <cstdio>

namespace stele::ui {

namespace {

using record::best_text;
using record::Record;
using record::TaggedText;
using record::Texts;

// A text without a language suits every reader.
bool suits(const TaggedText& text, Language language)
{
    return text.tag.empty() || language_of(text.tag) == language;
}

// Glyphs and line breaking follow the text's own language; one that is not known follows the
// interface's.
Words words_of(const TaggedText& text, Language language)
{
    return {text.text, text.tag.empty() ? std::string(tag(language)) : text.tag};
}

void append(std::string& list, std::string_view separator, std::string_view next)
{
    if (!list.empty())
        list += separator;
    list += next;
}

class Writer {
public:
    Writer(const Record& record, Language language)
        : record_(record), language_(language),
          texts_(Texts::in_language(tag(language))), preferred_{std::string(tag(language))},
          own_(record::own_language(record))
    {
    }

    PanelContent write(const Shown& shown) const;

private:
    TaggedText best(const record::Text& text) const { return best_text(text, preferred_, own_); }
    std::string says(Word w) const { return std::string(word(w, language_)); }

    void names(PanelContent& content) const;
    void description(PanelContent& content) const;
    void facts(PanelContent& content) const;
    void rights(PanelContent& content) const;
    void live(PanelContent& content, const Shown& shown) const;

    const Record& record_;
    Language language_;
    Texts texts_;
    std::vector<std::string> preferred_;
    std::string own_;
};

void Writer::names(PanelContent& content) const
{
    const TaggedText own = record::own_title(record_), translated = best(record_.title);
    content.title = words_of(own, language_);
    if (own.empty())
        content.title = {texts_.text("panel.no-title"), std::string(tag(language_))};
    else if (!suits(own, language_)) {
        if (!suits(translated, language_))
            content.subtitle_note = says(Word::no_name);
        else if (translated.text != own.text)
            content.subtitle = words_of(translated, language_);
    }
    if (!record_.date.empty())
        content.identity = record::date_text(record_.date, texts_);
    if (const TaggedText place = best(record_.place.name); !place.empty())
        append(content.identity, " \u00b7 ", place.text);
    if (record_.capture.synthetic.value_or(false))
        content.notice = texts_.text("stage.synthetic-long");
}

void Writer::description(PanelContent& content) const
{
    const TaggedText text = best(record_.description);
    if (text.empty()) {
        content.description_note = says(Word::no_description);
        return;
    }
    content.description = words_of(text, language_);
    if (!suits(text, language_))
        content.description_note =
            fill_in(says(Word::shown_in), {language_name(text.tag, language_)});
}

std::string number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

void Writer::facts(PanelContent& content) const
{
    const auto add = [&](const char* id, const std::string& value) {
        if (!value.empty())
            content.facts.push_back({texts_.text(id), value});
    };
    std::string makers, modellers;
    for (const record::Creator& creator : record_.creators) {
        append(creator.role == "model" ? modellers : makers,
            language_ == Language::chinese ? "\u3001" : ", ", best(creator.name).text);
    }
    const record::Capture& capture = record_.capture;
    add("panel.creator", makers);
    add("panel.materials", best(record_.materials).text);
    add("panel.holder", best(record_.holder).text);
    add("panel.capture-date", capture.date.empty() ? "" : record::date_text(capture.date, texts_));
    add("panel.capture-method", best(capture.method).text);
    if (capture.accuracy_mm)
        add("panel.accuracy", fill_in("\u00b1 {} mm", {number(*capture.accuracy_mm)}));
    add("panel.model-creator", modellers);
    if (record_.place.lat && record_.place.lon) {
        char text[64];
        std::snprintf(text, sizeof text, "%.5f, %.5f", *record_.place.lat, *record_.place.lon);
        add("panel.coordinates", text);
    }
    std::string sources;
    for (const record::Text& source : record_.sources)
        append(sources, "\n", best(source).text);
    add("panel.sources", sources);
}

void Writer::rights(PanelContent& content) const
{
    const auto add = [&](const char* id, const std::string& licence) {
        if (!licence.empty())
            append(content.rights, "\n",
                fill_in(language_ == Language::chinese ? "{}\uff1a{}" : "{}: {}",
                    {texts_.text(id), licence}));
    };
    add("panel.rights.object", record_.rights.object);
    add("panel.rights.model", record_.rights.model);
    content.credit = best(record_.rights.attribution).text;
}

std::string unbroken(std::string text)
{
    if (const std::size_t space = text.find(' '); space != std::string::npos)
        text.replace(space, 1, "\u00a0");
    return text;
}

void Writer::live(PanelContent& content, const Shown& shown) const
{
    content.shown = texts_.text("stage.within", {length_up(shown.error_m)});
    content.shown_detail =
        fill_in(says(Word::triangles), {record::count_text(shown.triangles, texts_),
                                           record::count_text(shown.source_triangles, texts_)});
    if (shown.metres_per_px > 0)
        append(content.shown_detail, " \u00b7 ",
            fill_in(says(Word::pixel_is), {unbroken(length(shown.metres_per_px))}));
    if (shown.streaming)
        append(content.shown_detail, " \u00b7 ", texts_.text("stage.loading"));
    if (shown.failed_pages > 0)
        content.warning =
            fill_in(says(Word::pages_failed), {record::count_text(shown.failed_pages, texts_)});
    else if (shown.budget_limited)
        content.warning = says(Word::budget);
}

PanelContent Writer::write(const Shown& shown) const
{
    PanelContent content;
    content.language = tag(language_);
    names(content);
    description(content);
    facts(content);
    rights(content);
    live(content, shown);
    content.hint = says(Word::hint);
    content.more = says(Word::more);
    return content;
}

} // namespace

PanelContent record_content(const record::Record& record, const Shown& shown, Language language)
{
    return Writer(record, language).write(shown);
}

} // namespace stele::ui
