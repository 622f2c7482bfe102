// The record beside the stage, set like a page of a printed catalogue. Pure: content and space in,
// a picture and the list of what is visible out.
#pragma once

#include "archive/model/image.h"
#include "renderer/text/typesetter.h"
#include "renderer/ui/arrange.h"

#include <string>
#include <utility>
#include <vector>

namespace stele::ui {

// A text and the language that it is in (BCP 47).
struct Words {
    std::string text, language;
    bool empty() const { return text.empty(); }
};

struct Fact {
    std::string label, value;
};

// Everything the panel says, chosen and worded; empty parts leave no gap.
struct PanelContent {
    std::string language = "en";  // of the interface: labels, identity, facts, rights, status
    Words title;                  // in the record's own script
    Words subtitle;               // in the interface's language, where that is another text
    std::string subtitle_note;    // "No English name yet"
    std::string identity;         // one line: date, place
    std::string notice;           // what must be known first: "Synthetic model"
    std::string description_note; // "No English text yet; shown in Chinese."
    Words description;
    std::vector<Fact> facts;
    std::string rights, credit;
    std::string shown;        // "Shown within 1.8 mm of the scan"
    std::string shown_detail; // "412,318 of 1,001,234 triangles"
    std::string warning;      // pages that could not be read, a budget that is too small
    std::string hint;         // one line of keys
    std::vector<Fact>
        help; // key and meaning; when not empty they stand in place of description and facts
    std::string more; // "More below"
};

struct PanelSpace {
    std::int32_t width_px = 0, height_px = 0;
    double scale = 1;     // content scale: pixels a dp
    double scroll_px = 0; // how far the description is scrolled; clamped
};

enum class Role {
    title,
    subtitle,
    identity,
    notice,
    note,
    description,
    fact_label,
    fact_value,
    rights,
    credit,
    status,
    status_detail,
    warning,
    hint,
    more,
};

struct Item {
    Role role;
    std::string label;
    Rect rect;            // in the panel
    bool partial = false; // some of its lines are cut off: shortened or scrolled away
};

struct Panel {
    Image picture; // opaque
    std::vector<Item> items;
    double scroll_px = 0;     // as used
    double scroll_max_px = 0; // 0: all of it is visible
    std::size_t missing = 0;  // characters that no font has
};

Panel lay_out_panel(
    const text::Typesetter& typesetter, const PanelContent& content, const PanelSpace& space);

} // namespace stele::ui
