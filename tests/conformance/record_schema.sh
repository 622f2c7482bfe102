#!/bin/sh
# Another program's judgement of record/1: Ajv over the records of an archive and the schema that
# `stele schema record` prints. 77 when it cannot be run.
#   tests/conformance/record_schema.sh BUILD
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
stele=$(CDPATH='' cd -- "${1:?build folder}" && pwd -P)/bin/stele

cannot() {
    echo "record schema: not run: $*"
    exit 77
}
[ -x "$stele" ] || { echo "record schema: $stele is not built"; exit 1; }
command -v node >/dev/null || cannot "node is not installed"
command -v npm >/dev/null || cannot "npm is not installed"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
timeout 120 npm install --silent --no-audit --no-fund --prefix "$work/npm" ajv@8.17.1 \
    >"$work/npm.log" 2>&1 || cannot "the npm registry gives no ajv ($(tail -n 1 "$work/npm.log"))"

cat >"$work/made.ply" <<'END'
ply
format ascii 1.0
element vertex 3
property float x
property float y
property float z
element face 1
property list uchar int vertex_indices
end_header
0 0 0
1 0 0
0 1 0
3 0 1 2
END
archive=$work/archive
"$stele" --quiet init "$archive"
# One record that says nothing, and one for every description in the tree.
"$stele" --quiet --archive "$archive" ingest --record bare "$work/made.ply"
for description in "$here"/../../assets/*/*.toml; do
    [ -e "$description" ] || continue
    grep -q '^\[*title' "$description" || continue
    "$stele" --quiet --archive "$archive" ingest --record "$(basename "$description" .toml)" \
        --record-file "$description" "$work/made.ply"
done
"$stele" schema record >"$work/schema.json"
find "$archive/ocfl" -name '*record.json' >"$work/list"
IFS='
'
# shellcheck disable=SC2046 # one argument a line
node "$here/record_schema.mjs" "$work/npm" "$work/schema.json" $(cat "$work/list")
