// A table of texts: no logic. The tests ask for a row for every command and an example in each.
#include "tools/stele/guide_table.h"

namespace stele::cli {

const std::vector<Guide>& guides()
{
    static const std::vector<Guide> kGuides{
        {"init", "Keep",
            "Makes a folder that explains itself: the originals in an OCFL 1.1 storage root, a\n"
            "catalogue that can be rebuilt from it, and a README for those who have no Stele.",
            {{"stele init ~/heritage", "a new archive"}}, {13, 14}},
        {"ingest", "Keep",
            "Keeps what was delivered, bit for bit, before anything is made from it; then checks\n"
            "the scan, says what it found, and makes a viewing copy. The same scan again is\n"
            "'unchanged'. An interrupt leaves a valid archive.\n"
            "\n"
            "A record.toml beside the scan describes it; --set changes one fact of it.",
            {{"stele ingest lion.obj --set title.en=\"Stone lion\"", "keep and describe a scan"},
                {"stele ingest -n ~/scans/temple", "a folder: say what would happen"},
                {"find . -name '*.ply' -print0 | stele ingest --files-from - -0",
                    "a list of files"},
                {"stele ingest lion.ply --unit mm --up z", "overrule what was guessed"}},
            {3, 10, 11, 12, 13, 14, 130}},
        {"inspect", "Keep",
            "The bill of health that an ingest would store, without an archive: counts, units and\n"
            "up axis with the reason, holes, textures found and missing, and every finding.",
            {{"stele inspect lion.obj", "what is in it, and what is wrong with it"},
                {"stele inspect --json *.glb", "for programs: one document"}},
            {3, 130}},
        {"verify", "Keep",
            "Reads every file again and compares it with its recorded digest; decodes every page\n"
            "of the viewing copies and proves that their levels meet without cracks.\n"
            "\n"
            "--error holds the certified error of every viewing copy against its scan: points of\n"
            "every level, and of cuts at random, are measured to the scan, and points of the scan\n"
            "to them. One point beyond what is certified is damage.",
            {{"stele verify", "everything"}, {"stele verify --quick lion", "one record, fast"},
                {"stele verify --error lion", "how far each level is from the scan, in mm"}},
            {4, 5, 10, 12, 130}},
        {"list", "Describe", "The records as a table, sorted and filtered by their columns.",
            {{"stele list --sort date", "oldest first"},
                {"stele list --json", "for programs: one document"}},
            {10, 12}},
        {"search", "Describe",
            "All words and filters must fit. Accents, case and full or half width make no\n"
            "difference; Chinese, Japanese and Korean are found by any part of a word. Titles\n"
            "come before places, places before the rest.",
            {{"stele search wild goose pagoda", "words in any order"},
                {"stele search '\"wild goose\" -small'", "a phrase, without a word"},
                {"stele search place:\xe6\x95\xa6\xe7\x85\x8c 'year<900'", "filters"},
                {"stele search -- -rights:*", "records that say nothing about rights"}},
            {5, 10, 12}},
        {"show", "Describe",
            "Description, files, viewing copies, findings and history of a record.",
            {{"stele show lion", "by its id"}, {"stele show @last", "the one changed last"}},
            {5, 10, 12}},
        {"catalogue", "Describe",
            "The catalogue is derived from the storage root: it may be lost, and is made again.",
            {{"stele catalogue rebuild", "after damage, or a newer version of Stele"}},
            {3, 10, 11, 12}},
        {"view", "Show", "Opens stele-viewer, the program beside this one.",
            {{"stele view lion", "begin with one record"}}, {5, 10, 20, 21}},
        {"render", "Show", "Draws a picture off screen; needs no display and no GPU.",
            {{"stele render lion -o lion.png --size 1600x1200 --panel", "with its record beside"},
                {"stele render lion --view 30,15,0.5", "from the right, above, half as far"}},
            {5, 10, 20, 21}},
        {"export", "Show",
            "One level of detail of a scan as a plain file: glTF 2.0 (.glb) or PLY (.ply), in\n"
            "metres, y up, with its colours, and normals where the scan has them (a GLB has some\n"
            "in any case). How far it is from the scan at most is printed, and stands in the\n"
            "file: in its extras, or in its comments. A file that exists is never replaced.",
            {{"stele export mesh lion --triangles 100000 -o lion.glb", "for a web page"},
                {"stele export mesh lion --error 0.5 -o lion.ply", "half a millimetre"},
                {"stele export mesh lion --error 0", "all the detail of the viewing copy"}},
            {5, 10, 12, 13, 14, 130}},
        {"demo", "Show",
            "Makes two synthetic surveys, ingests them and shows them. Nothing is downloaded.",
            {{"stele demo", "open the built-in sample"},
                {"stele demo --picture demo.png", "without a window"}},
            {11, 14, 20, 21, 130}},
        {"doctor", "Help",
            "One line for each thing that Stele needs of a computer: what it is, and what to do\n"
            "where it is not well. Looks at the archive too when there is one. Changes nothing.",
            {{"stele doctor", "examine this computer"},
                {"stele doctor --strict", "for scripts: 1 when something needs attention"}},
            {}},
        {"help", "Help",
            "Help on a command or a topic; without one, the commands. stele help topics lists\n"
            "the topics.",
            {{"stele help ingest", "one command"}, {"stele help files", "one topic"},
                {"stele help --json", "every command and option, for programs"}},
            {}},
        {"completion", "Help",
            "Prints a script that completes commands, options, their values, files and the ids\n"
            "of records, by asking stele itself.",
            {{"source <(stele completion bash)", "in this shell"},
                {"stele completion bash > ~/.local/share/bash-completion/completions/stele",
                    "in every bash"},
                {"stele completion zsh > ~/.zfunc/_stele", "zsh, with ~/.zfunc in fpath"},
                {"stele completion fish > ~/.config/fish/completions/stele.fish", "fish"}},
            {}},
        {"schema", "For programs", "The JSON Schemas that the files of an archive follow.",
            {{"stele schema record", "of record.json"}}, {}},
        {"page", "For programs", "The pages of viewing copies, one by one.",
            {{"stele page unpack lion -o pages --level 0", "the full detail as plain glTF"}},
            {5, 10, 12, 14}},
        {"ocfl", "For programs", "Judges any OCFL object or storage root, ours or another's.",
            {{"stele ocfl validate ~/heritage/ocfl", "every error by its OCFL code"}}, {4}}};
    return kGuides;
}

const Guide* guide_for(std::string_view command)
{
    for (const Guide& guide : guides())
        if (guide.command == command)
            return &guide;
    return nullptr;
}

const std::vector<ExitText>& exit_texts()
{
    static const std::vector<ExitText> kTexts{{0, "success"}, {1, "failed"}, {2, "wrong usage"},
        {3, "finished, some inputs refused, not kept or without viewing copy"},
        {4, "damage, or an invalid object, was found"}, {5, "nothing matched"},
        {10, "no archive here"}, {11, "archive is locked by another process"},
        {12, "archive is newer than this program"}, {13, "permission, or a read-only archive"},
        {14, "out of space"}, {20, "no usable Vulkan device"}, {21, "left out of this build"},
        {70, "internal error"}, {75, "device lost"}, {130, "interrupted; the archive is valid"},
        {143, "terminated; the archive is valid"}};
    return kTexts;
}

const std::vector<Variable>& variables()
{
    static const std::vector<Variable> kVariables{
        {"STELE_ARCHIVE", "the archive to use when --archive is not given"},
        {"STELE_LANG", "language of labels and titles; else LC_ALL, LC_MESSAGES, LANG"},
        {"STELE_USER", "who acts, for the history (default: the login name)"},
        {"STELE_USER_ADDRESS", "their address, a URI such as mailto:..."},
        {"STELE_GPU", "Vulkan device of the viewer: part of its name, or its number"},
        {"STELE_VALIDATE", "1: the viewer runs under Vulkan validation"},
        {"STELE_FONT_DIR", "where the viewer finds its own fonts"},
        {"NO_COLOR, CLICOLOR_FORCE", "no bold text, or bold text without a terminal"},
        {"XDG_CACHE_HOME", "where stele demo keeps its archive (default ~/.cache)"},
        {"SOURCE_DATE_EPOCH", "the time to write into new objects, for reproducible archives"}};
    return kVariables;
}

const std::vector<Topic>& topics()
{
    static const std::vector<Topic> kTopics{{"files", "what lies where",
                                                R"(An archive is a folder:

  stele.toml         format = 1; a newer number is refused
  ocfl/              OCFL 1.1 storage root: the truth
  catalogue.sqlite   derived; stele catalogue rebuild makes it again
  .staging/          commits in progress, and the lock
  README.md FORMAT.md schemas/
                     the archive explains itself without Stele

It is found by --archive, then $STELE_ARCHIVE, then by looking for stele.toml
in the working folder and those above it.

A record.toml beside a scan describes it at ingest; lion.toml beside lion.ply
does so for one scan of several.

stele demo keeps its archive in $XDG_CACHE_HOME/stele, else ~/.cache/stele.
)"},
        {"formats", "scans that are read, and what is written",
            R"(Read here, in double precision: PLY (ASCII, binary), Wavefront OBJ with its MTL
and pictures, glTF 2.0 as .gltf and .glb. Other mesh formats are read by
stele-read-mesh, a program beside this one, where it is installed (stele doctor
says). What a file is, is told by its content first, by its name second. What
cannot be read is refused by name, with what to do.

Written: every original as it came; record.json (stele schema record); a
viewing copy of GLB pages in zip packs with an index, described in the
archive's FORMAT.md; overview.glb, plain glTF 2.0 for any viewer; PNG pictures.

Standard output is data and standard error is talk. --json prints one document
(short commands), or JSON lines of stele:cli/event/1 whose last line is always
{"type":"exit","exit":N} (ingest, verify, export, render). Keys are never
removed or re-typed within /1; new keys may appear. --plain prints tab separated
lines without a header.
)"}};
    return kTopics;
}

} // namespace stele::cli
