#!/bin/sh
# Makes the bundled fonts from Debian's packages: python3-fonttools fonts-ebgaramond fonts-inter fonts-noto-cjk.
# Run here after adding characters to han.txt; the results are committed. The OFL asks subsets for other names.
set -eu
cd "$(dirname "$0")"
punctuation='U+0020,U+00A0,U+3000-3003,U+3007-3011,U+3014-3017,U+2014,U+2018-2019,U+201C-201D,U+2026,U+00B7,U+FF01,U+FF08-FF09,U+FF0C,U+FF0E,U+FF1A-FF1B,U+FF1F,U+FF5E'

# subset SOURCE NUMBER OUTPUT FAMILY STYLE WEIGHT [option of pyftsubset ...]
subset() {
    source=$1 number=$2 output=$3 family=$4 style=$5 weight=$6
    shift 6
    /usr/bin/python3 -m fontTools.subset "$source" --font-number="$number" --output-file="$output" \
        --name-IDs='0,1,2,3,4,5,6,13,14' --no-hinting --drop-tables+=vhea,vmtx,VORG,BASE,DSIG \
        --notdef-outline "$@"
    /usr/bin/python3 - "$output" "$family" "$style" "$weight" <<'PY'
import sys
from fontTools.ttLib import TTFont
path, family, style, weight = sys.argv[1:5]
font = TTFont(path, recalcTimestamp=False)
post = family.replace(" ", "") + "-" + style.replace(" ", "")
names = {1: family, 2: style, 3: "Stele subset;" + post, 4: family + " " + style, 6: post}
table = font["name"]
table.names = [n for n in table.names if n.nameID in (0, 13, 14) and n.platformID == 3 and n.langID == 0x409]
for number, text in names.items():
    table.setName(text, number, 3, 1, 0x409)
font["OS/2"].usWeightClass = int(weight)
if "CFF " in font:
    cff = font["CFF "].cff
    cff.fontNames = [post]
    top = cff.topDictIndex[0]
    top.FamilyName, top.FullName = family, family + " " + style
    for key in ("Notice", "Copyright"):
        top.rawDict.pop(key, None)
font["head"].modified = font["head"].created
font.save(path)
PY
}

fonts=/usr/share/fonts/opentype
latin=$(cat latin.txt)
western='--layout-features=kern,liga,mark,mkmk,ccmp,locl,onum,lnum,pnum,tnum'
subset $fonts/ebgaramond/EBGaramond12-Regular.otf 0 SteleSerif-Regular.otf 'Stele Serif' Regular 400 --unicodes="$latin" $western
subset $fonts/inter/Inter-Regular.otf 0 SteleSans-Regular.otf 'Stele Sans' Regular 400 --unicodes="$latin" $western
subset $fonts/inter/Inter-SemiBold.otf 0 SteleSans-SemiBold.otf 'Stele Sans' SemiBold 600 --unicodes='U+0020-007E,U+00A0-00FF,U+2013-2014,U+2018-201D,U+2026,U+2192' $western
han='--layout-features=locl,ccmp'
subset $fonts/noto/NotoSansCJK-Regular.ttc 2 SteleSansSC-Regular.otf 'Stele Sans SC' Regular 400 --text-file=han.txt --unicodes="$punctuation" $han
subset $fonts/noto/NotoSerifCJK-Regular.ttc 2 SteleSerifSC-Regular.otf 'Stele Serif SC' Regular 400 --text-file=han_titles.txt --unicodes="$punctuation" $han
