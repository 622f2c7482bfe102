#!/bin/sh
# tools/test and tools/demo on machines that lack everything: no root, no network, a PATH made of links.
# setup_test.sh SOURCE-TREE SCRATCH-FOLDER
set -eu
export LC_ALL=C
work="$2/a path with spaces"
rm -rf "$work"
mkdir -p "$work/bare" "$work/tree/tools" "$work/home"
cp "$1/tools/setup.sh" "$1/tools/demo" "$1/tools/test" "$work/tree/tools/"
# This machine's drivers are out of sight as well.
sed 's:/[a-z/]*/vulkan/:/nonexistent/:g' "$1/tools/deps.tsv" >"$work/tree/tools/deps.tsv"
for tool in sh awk sed grep cat head tail tee tr mkdir rm dirname nproc df env printf; do
    ln -s "$(command -v "$tool" | grep / || echo /usr/bin/"$tool")" "$work/bare/$tool"
done
printf '#!/bin/sh\necho 1000\n' >"$work/bare/id"
# shellcheck disable=SC2016 # expands when it runs
printf '#!/bin/sh\necho "apt-get $*" >>"$APT_LOG"\nexit 100\n' >"$work/bare/apt-get"
chmod +x "$work/bare/id" "$work/bare/apt-get"
printf 'ID=debian\n' >"$work/debian"
printf 'ID="linuxmint"\nID_LIKE="ubuntu debian"\n' >"$work/mint"
printf 'ID=fedora\n' >"$work/fedora"
export APT_LOG="$work/apt.log"
failures=0

# run OS COMMAND...: from another directory, with no HOME and no terminal; leaves $output and $code.
run() {
    os=$1
    shift
    : >"$APT_LOG"
    code=0
    output=$(cd / && env -i PATH="$work/bare" LC_ALL=C APT_LOG="$APT_LOG" STELE_OS_RELEASE="$work/$os" "$@" </dev/null 2>&1) || code=$?
}
# expect NAME CODE TEXT...: the exit code, and every text in the output.
expect() {
    case_name=$1
    [ "$code" = "$2" ] || { echo "$case_name: exit $code, expected $2"; failures=$((failures + 1)); }
    shift 2
    for text in "$@"; do
        printf '%s' "$output" | grep -qF -- "$text" || {
            echo "$case_name: no \"$text\" in: $output"
            failures=$((failures + 1))
        }
    done
}
packages=$(awk -F '\t' '$5 == "required" && !seen[$7]++ { printf " %s", $7 }' "$1/tools/deps.tsv")
without_tests=$(awk -F '\t' '$5 == "required" && $6 != "test" && !seen[$7]++ { printf " %s", $7 }' "$1/tools/deps.tsv")

run debian "$work/tree/tools/test"
expect plain_user_gets_the_line 1 "C++20 compiler >= 12 (g++)" \
    "    apt-get update && apt-get install -y --no-install-recommends$packages"
[ ! -s "$APT_LOG" ] || { echo "plain user: apt-get was called"; failures=$((failures + 1)); }
run debian "$work/tree/tools/demo"
expect demo_asks_for_no_test_packages 1 "--no-install-recommends$without_tests"
run mint "$work/tree/tools/test"
expect derived_system 1 "    apt-get update && apt-get install"
run fedora "$work/tree/tools/test"
expect unknown_system 1 "this system (fedora ) is not Debian or Ubuntu" "CMake >= 3.22 (cmake)"
run debian "$work/tree/tools/test" --help
expect help_needs_nothing 0 "Usage: tools/test"
run debian "$work/tree/tools/demo" --help
expect demo_help_needs_nothing 0 "Usage: tools/demo"

printf '#!/bin/sh\nexit 0\n' >"$work/bare/sudo"
chmod +x "$work/bare/sudo"
run debian "$work/tree/tools/test"
expect sudo_without_terminal 1 "    sudo apt-get update && sudo apt-get install -y --no-install-recommends$packages"
rm "$work/bare/sudo"

# An old CMake is missing, a new one is not; pkg-config's answer counts, not the package database.
printf '#!/bin/sh\necho cmake version 3.16.3\n' >"$work/bare/cmake"
printf '#!/bin/sh\nexit 0\n' >"$work/bare/pkg-config"
chmod +x "$work/bare/cmake" "$work/bare/pkg-config"
run debian "$work/tree/tools/demo"
expect old_cmake 1 "CMake >= 3.22 (cmake)"
printf '#!/bin/sh\necho cmake version 3.100.1\n' >"$work/bare/cmake"
run debian "$work/tree/tools/demo"
expect pkg_config_decides 1 "Ninja"
case $output in *"CMake >="* | *libssl-dev*) echo "found things are listed: $output"; failures=$((failures + 1)) ;; esac

# Root installs at once; a failing apt-get stops with its last lines.
printf '#!/bin/sh\necho 0\n' >"$work/bare/id"
run debian "$work/tree/tools/test"
expect root_installs 1 "Installing as root:" "failed (100)" "apt-get update"
grep -qxF "apt-get update -q" "$APT_LOG" || { echo "root: apt-get update was not called first"; failures=$((failures + 1)); }

# Every library the build looks for has a row; scripts stay small.
lines=$(cat "$1/tools/setup.sh" "$1/tools/demo" "$1/tools/test" | wc -l)
[ "$lines" -le 250 ] || { echo "the scripts have $lines lines, 250 are allowed"; failures=$((failures + 1)); }
awk -F '\t' '!/^#/ && NF != 8 { print "deps.tsv: " NF " columns: " $0; bad = 1 } END { exit bad }' "$1/tools/deps.tsv" || failures=$((failures + 1))
if [ -f "$1/README.md" ]; then
    for package in $packages; do
        grep -qF -- "$package" "$1/README.md" || { echo "README.md does not name $package"; failures=$((failures + 1)); }
    done
fi
if [ "$failures" != 0 ]; then exit 1; fi
echo "setup: all as expected"
