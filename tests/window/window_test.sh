#!/bin/sh
# A window on a display of its own, driven by hand: drag, wheel, Home, language, light, modes, views, double click,
# resize, screenshots, idling.
# window_test.sh STELE_VIEWER MAKE_ASSET RECORD; 77 = a program that it needs is missing.
set -u
viewer=$1 make_asset=$2 record=$3
for program in Xvfb xdotool import compare; do
    command -v "$program" >/dev/null || { echo "SKIPPED: no $program"; exit 77; }
done
dir=$(mktemp -d) || exit 1
xvfb= pid=
finish() {
    [ -n "$pid" ] && kill "$pid" 2>/dev/null
    [ -n "$xvfb" ] && kill "$xvfb" 2>/dev/null
    rm -rf "$dir"
}
trap finish EXIT
fail() {
    echo "FAILED: $*"
    [ -s "$dir/err" ] && sed 's/^/  stderr: /' "$dir/err"
    [ -s "$dir/out" ] && sed 's/^/  stdout: /' "$dir/out"
    [ -n "${STELE_KEEP:-}" ] && cp "$dir"/*.png "$dir"/work/*.png "$STELE_KEEP" 2>/dev/null
    exit 1
}
# until_true SECONDS COMMAND...
until_true() {
    tries=$(($1 * 10))
    shift
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}
number() { sed -n "s/.*\"$1\":\([-0-9.e+]*\).*/\1/p" "$dir/out"; }
text() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$dir/out"; }
holds() { awk "BEGIN { exit !($1) }"; }

lavapipe=$(ls /usr/share/vulkan/icd.d/lvp_icd*.json 2>/dev/null | head -n 1)
if [ -n "$lavapipe" ]; then
    VK_ICD_FILENAMES=$lavapipe VK_DRIVER_FILES=$lavapipe
    export VK_ICD_FILENAMES VK_DRIVER_FILES
fi
"$make_asset" "$dir/asset" || fail "no asset"
mkdir "$dir/work"

Xvfb -displayfd 3 -screen 0 1280x1024x24 -nolisten tcp 3>"$dir/display" 2>/dev/null &
xvfb=$!
until_true 20 test -s "$dir/display" || fail "Xvfb did not start"
DISPLAY=:$(cat "$dir/display")
export DISPLAY

(cd "$dir/work" && exec "$viewer" --pages "$dir/asset" --record "$record" --size 1000x640 --scale 1 \
    --lang en --bundled-fonts --validate --stats) >"$dir/out" 2>"$dir/err" &
pid=$!
until_true 60 xdotool search --onlyvisible --class stele-viewer || fail "no window"
window=$(xdotool search --onlyvisible --class stele-viewer | head -n 1)
xdotool windowfocus "$window"

# A picture by F12 once the view is at rest; it is complete when its name is on stderr.
shots=0
shot() {
    shots=$((shots + 1))
    name=$(printf 'asset-%03d.png' "$shots")
    xdotool key --window "$window" F12
    until_true 60 grep -q "$name" "$dir/err" || fail "no picture $name ($1)"
}
settle() { sleep "${1:-1.5}"; }

settle 4
shot start
xdotool mousemove --window "$window" 200 300
settle
import -window root "$dir/root.png" || fail "import"
# What is on the screen is what the viewer says it shows.
eval "$(xdotool getwindowgeometry --shell "$window" | grep -E '^(X|Y)=')"
convert "$dir/root.png" -crop "1000x640+$X+$Y" +repage "$dir/screen.png"
compare -metric AE "$dir/screen.png" "$dir/work/asset-001.png" null: 2>"$dir/differ"
[ "$(cat "$dir/differ")" = 0 ] || fail "screen and picture differ in $(cat "$dir/differ") pixels"

xdotool mousedown 1 mousemove_relative --sync 100 0 mousemove_relative --sync 50 0 mouseup 1
settle
shot dragged
cmp -s "$dir/work/asset-001.png" "$dir/work/asset-002.png" && fail "a drag changed nothing"
xdotool click 4 click 4 click 4
settle
shot closer
cmp -s "$dir/work/asset-002.png" "$dir/work/asset-003.png" && fail "the wheel changed nothing"
xdotool key --window "$window" Home
settle
shot home
cmp -s "$dir/work/asset-001.png" "$dir/work/asset-004.png" || fail "Home is not the first view"
xdotool key --window "$window" t
settle
shot chinese
cmp -s "$dir/work/asset-004.png" "$dir/work/asset-005.png" && fail "T changed nothing"
xdotool keydown --window "$window" l key --window "$window" Right key --window "$window" Right \
    keyup --window "$window" l
settle
shot light
cmp -s "$dir/work/asset-005.png" "$dir/work/asset-006.png" && fail "the light did not move"
# Modes, standard views and projections, each another picture; 1 and Home go back to what was.
xdotool key --window "$window" m
settle
shot clay
cmp -s "$dir/work/asset-006.png" "$dir/work/asset-007.png" && fail "M changed nothing"
xdotool key --window "$window" 4 key --window "$window" o
settle
shot right
cmp -s "$dir/work/asset-007.png" "$dir/work/asset-008.png" && fail "4 and O changed nothing"
xdotool mousemove --window "$window" 300 320 click --repeat 2 --delay 60 1
settle
shot centred
cmp -s "$dir/work/asset-008.png" "$dir/work/asset-009.png" && fail "a double click changed nothing"
xdotool mousemove --window "$window" 12 12 click --repeat 2 --delay 60 1
settle
shot background
cmp -s "$dir/work/asset-009.png" "$dir/work/asset-010.png" || fail "a double click on nothing changed something"
xdotool key --window "$window" o key --window "$window" Home
settle
shot again
cmp -s "$dir/work/asset-007.png" "$dir/work/asset-011.png" || fail "O and Home did not go back"
# A view is named on a plate over the stage; after a while the plate is gone and the picture as before.
xdotool key --window "$window" Home
settle
import -window "$window" "$dir/bare.png"
plate_seen() {
    xdotool key --window "$window" 1 key --window "$window" Home
    settle 0.9
    import -window "$window" "$dir/plate.png"
    ! compare -metric AE "$dir/bare.png" "$dir/plate.png" null: 2>/dev/null
}
plate_seen || plate_seen || plate_seen || fail "no plate"
settle 3
import -window "$window" "$dir/gone.png"
compare -metric AE "$dir/bare.png" "$dir/gone.png" null: 2>"$dir/differ" || fail "the plate did not go: $(cat "$dir/differ")"
# What lay under another window is drawn again, once.
xdotool windowunmap --sync "$window" windowmap --sync "$window" windowfocus "$window"
settle
import -window "$window" "$dir/mapped.png"
compare -metric AE "$dir/bare.png" "$dir/mapped.png" null: 2>/dev/null || fail "damage was not repaired"
xdotool windowsize "$window" 700 900
settle
shot narrow
xdotool mousemove --window "$window" 200 300 mousedown 1 mousemove_relative --sync 30 0 mouseup 1
settle

# At rest: the pointer wanders over the stage without a button, nothing may be drawn.
n=0
while [ "$n" -lt 20 ]; do
    xdotool mousemove_relative 3 1
    n=$((n + 1))
    sleep 0.1
done
settle 2.5
xdotool key --window "$window" Escape
wait "$pid"
code=$?
pid=
[ "$code" = 0 ] || fail "exit code $code"
[ "$(text language)" = zh-Hans ] || fail "language $(text language)"
[ "$(number width)x$(number height)" = 700x900 ] || fail "size $(number width)x$(number height)"
[ "$(number validation_messages)" = 0 ] || fail "validation messages"
[ "$(number idle_submits)" = 0 ] || fail "$(number idle_submits) submits while idle"
holds "$(number idle_s) > 6" || fail "only $(number idle_s) s of $(number run_s) s idle"
holds "$(number longest_rest_s) > 2" || fail "never at rest for longer than $(number longest_rest_s) s"
holds "$(number rest_cpu_s) < 0.05 * $(number idle_s)" || fail "$(number rest_cpu_s) s of CPU time while at rest"
holds "$(number frames) < 200" || fail "$(number frames) frames"
holds "$(number azimuth_deg) < -5 && $(number azimuth_deg) > -15" || fail "azimuth $(number azimuth_deg)"
[ -n "${STELE_KEEP:-}" ] && cp "$dir"/*.png "$dir"/work/*.png "$STELE_KEEP"

# --screenshot quits by itself; a size that the display cannot hold is still a picture.
(cd "$dir/work" && timeout 120 "$viewer" --pages "$dir/asset" --size 640x480 --bundled-fonts --screenshot auto.png \
    --stats) >"$dir/out" 2>"$dir/err" || fail "--screenshot: exit code $?"
[ -s "$dir/work/auto.png" ] || fail "no auto.png"
(cd "$dir/work" && timeout 120 "$viewer" --pages "$dir/asset" --frames 3 --stats) >"$dir/out" 2>"$dir/err" ||
    fail "--frames: exit code $?"
[ "$(number frames)" = 3 ] || fail "--frames 3 drew $(number frames)"
# Without a display: a clear refusal, no crash.
DISPLAY=:7777 timeout 60 "$viewer" --pages "$dir/asset" >"$dir/out" 2>"$dir/err" && fail "a window without a display"
grep -q -- --render "$dir/err" || fail "no word of --render"
echo passed
