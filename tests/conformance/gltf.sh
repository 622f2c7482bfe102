#!/bin/sh
# Khronos' gltf-validator over what Stele writes: every page as `stele page unpack` gives it, every
# overview.glb in the storage root, and meshes as `stele export mesh` writes them. 0 errors, else exit
# 1; 77 when it cannot be run.
#   tests/conformance/gltf.sh BUILD
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
stele=$(CDPATH='' cd -- "${1:?build folder}" && pwd -P)/bin/stele
shared=${STELE_SHARED:-$here/../../../shared}

cannot() {
    echo "gltf: not run: $*"
    exit 77
}
[ -x "$stele" ] || { echo "gltf: $stele is not built"; exit 1; }
command -v node >/dev/null || cannot "node is not installed"
command -v npm >/dev/null || cannot "npm is not installed"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
timeout 120 npm install --silent --no-audit --no-fund --prefix "$work/npm" \
    gltf-validator@2.0.0-dev.3.10 >"$work/npm.log" 2>&1 ||
    cannot "the npm registry gives no gltf-validator ($(tail -n 1 "$work/npm.log"))"

archive=$work/archive
scans=$shared/data/scans
"$stele" --quiet init "$archive"
records=
ingest() { # record, scan
    if [ -e "$2" ]; then
        # 3: kept with findings that are no concern here
        "$stele" --quiet --archive "$archive" ingest --record "$1" "$2" || [ $? = 3 ]
        records="$records $1"
    fi
}
ingest whale "$scans/pilot_whale_skull_smithsonian/whale_cranium.glb"
ingest lion "$scans/statues_untextured/lionstatue.obj"
ingest venus "$scans/venus_statue_aton/venus_vertexcolour.ply"
if [ -z "$records" ]; then
    # A tetrahedron: the least that has pages and an overview.
    cat >"$work/made.ply" <<'END'
ply
format ascii 1.0
element vertex 4
property float x
property float y
property float z
property uchar red
property uchar green
property uchar blue
element face 4
property list uchar int vertex_indices
end_header
0 0 0 255 0 0
1 0 0 0 255 0
0 1 0 0 0 255
0 0 1 255 255 255
3 0 2 1
3 0 1 3
3 0 3 2
3 1 2 3
END
    ingest made "$work/made.ply"
fi
for record in $records; do
    "$stele" --quiet --archive "$archive" page unpack "$record" --output "$work/pages/$record"
    mkdir -p "$work/exports"
    for error in 0 1 100; do
        "$stele" --quiet --archive "$archive" export mesh "$record" --error "$error" \
            --output "$work/exports/$record-$error.glb"
    done
done
find "$work/pages" -name 'page-*.glb' >"$work/list"
find "$archive/ocfl" -name overview.glb >>"$work/list"
find "$work/exports" -name '*.glb' >>"$work/list"
overviews=$(grep -c '/overview.glb$' "$work/list" || true)
pages=$(grep -c '/page-[0-9]*.glb$' "$work/list" || true)
exports=$(grep -c '/exports/' "$work/list" || true)
if [ "$overviews" = 0 ] || [ "$pages" = 0 ] || [ "$exports" = 0 ]; then
    echo "gltf: $overviews overviews, $pages pages and $exports exports found: nothing was judged"
    exit 1
fi
code=0
IFS='
'
# shellcheck disable=SC2046 # one argument a line
node "$here/gltf_validate.mjs" --modules "$work/npm" $(cat "$work/list") >"$work/verdicts" || code=1
if [ "$code" != 0 ]; then
    grep -A 20 -E ': [1-9][0-9]* errors' "$work/verdicts" | head -n 100 || cat "$work/verdicts"
fi
warned=$(grep -c -E ' [1-9][0-9]* warnings' "$work/verdicts" || true)
failed=$(grep -c -E ': [1-9][0-9]* errors' "$work/verdicts" || true)
judged=$(grep -c -E ' errors, ' "$work/verdicts" || true)
if [ "$judged" != "$((pages + overviews + exports))" ]; then
    echo "gltf: $judged of $((pages + overviews + exports)) files were judged"
    code=1
fi
echo "gltf: $pages pages, $overviews overviews and $exports exports, $failed with errors, $warned with warnings"
exit "$code"
