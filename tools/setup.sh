# shellcheck shell=sh
# Shared by tools/demo and tools/test: probes what deps.tsv lists, installs what is missing after saying so, builds.
# Assumes sh, awk, sed, grep and coreutils. Writes only under $root/build.

# shellcheck disable=SC2154 # root is set by the script that sources this file
log=$root/build/setup.log
tab=$(printf '\t')
missing_packages=
missing_names=

say() { printf '%s\n' "$*"; }
fail() {
    say "stele: $*" >&2
    exit 1
}

# version_at_least HAVE WANT, numbers separated by dots
version_at_least() {
    awk -v have="$1" -v want="$2" 'BEGIN {
        split(have, h, "."); n = split(want, w, ".")
        for (i = 1; i <= n; i++) if (h[i] + 0 != w[i] + 0) exit !(h[i] + 0 > w[i] + 0)
    }'
}

# has_dependency KIND PROBE MINIMUM: asks the tools, not the package database, so that any origin will do.
has_dependency() {
    case $1 in
    cmd)
        if [ "$2" = g++ ] && [ -n "${CXX:-}" ]; then
            command -v "${CXX%% *}" >/dev/null
            return
        fi
        command -v "$2" >/dev/null || return 1
        [ "$3" = - ] || version_at_least "$("$2" --version 2>/dev/null |
            sed -n 's/^[^0-9]*\([0-9][0-9.]*[0-9]\).*/\1/p' | head -n 1)" "$3"
        ;;
    pkg)
        if [ "$3" = - ]; then pkg-config --exists "$2" 2>/dev/null; else
            pkg-config --atleast-version="$3" "$2" 2>/dev/null
        fi
        ;;
    header) printf '#include <%s>\n' "$2" | ${CXX:-g++} -x c++ -E - >/dev/null 2>&1 ;;
    file)
        for file_pattern in $2; do
            [ ! -e "$file_pattern" ] || return 0
        done
        return 1
        ;;
    font) fc-list ":lang=$2" file 2>/dev/null | grep -q . ;;
    *) fail "tools/deps.tsv: unknown kind '$1'" ;;
    esac
}

# find_missing USE...: fills missing_packages and missing_names from the rows needed for these uses.
find_missing() {
    missing_packages=
    missing_names=
    while IFS=$tab read -r name kind probe minimum need use package _; do
        case $name in '#'* | capability) continue ;; esac
        case " $* " in *" $use "*) ;; *) continue ;; esac
        if [ "$need" = optional ] || has_dependency "$kind" "$probe" "$minimum"; then continue; fi
        [ "$minimum" = - ] || name="$name >= $minimum"
        missing_names="$missing_names
    $name ($package)"
        case " $missing_packages " in
        *" $package "*) ;;
        *) missing_packages="$missing_packages $package" ;;
        esac
    done <"$root/tools/deps.tsv"
}

# run_logged COMMAND...: shown and appended to the log; a failure repeats the last lines and stops.
run_logged() {
    { "$@" 2>&1 && echo 0 >"$log.status" || echo "$?" >"$log.status"; } | tee -a "$log" | show_progress
    read -r status <"$log.status"
    rm -f "$log.status"
    [ "$status" = 0 ] && return
    say "--- the last lines of $log"
    tail -n 20 "$log"
    fail "failed ($status): $*"
}

# On a terminal ninja's "[12/340] ..." stays on one line.
show_progress() {
    [ -t 1 ] || exec cat
    while IFS= read -r line; do
        case $line in
        '['[0-9]*/*) printf '\r\033[K%.76s' "$line" ;;
        *) printf '\r\033[K%s\n' "$line" ;;
        esac
    done
    printf '\r\033[K'
}

apt_install() {
    run_logged "$@" apt-get update -q
    # shellcheck disable=SC2086 # a list of package names
    run_logged "$@" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing_packages
}

# ensure_dependencies USE...: root installs at once, a person at a terminal is asked once, anyone else gets the line.
ensure_dependencies() {
    find_missing "$@"
    [ -n "$missing_packages" ] || return 0
    say "Stele needs what is not here yet:$missing_names"
    as_root=
    ! command -v sudo >/dev/null || as_root='sudo '
    line="${as_root}apt-get update && ${as_root}apt-get install -y --no-install-recommends$missing_packages"
    os=$(sed -n 's/^ID\(_LIKE\)\{0,1\}=//p' "${STELE_OS_RELEASE:-/etc/os-release}" 2>/dev/null | tr -d '"' | tr '\n' ' ')
    case " $os " in
    *" debian "* | *" ubuntu "*) ;;
    *) fail "this system (${os:-unknown}) is not Debian or Ubuntu: install these with its own packages, then run this again" ;;
    esac
    command -v apt-get >/dev/null || fail "apt-get is not here: install these by hand, then run this again"
    if [ "$(id -u)" = 0 ]; then
        say "Installing as root:$missing_packages"
        apt_install env
    elif [ -t 0 ] && [ -t 1 ] && command -v sudo >/dev/null; then
        printf 'Install them now with sudo apt-get? [Y/n] '
        read -r answer || answer=n
        case $answer in '' | [Yy]*) apt_install sudo ;; *) fail "nothing installed. The line is:
    $line" ;; esac
    else
        fail "install them with this line, as root or through sudo, then run this again:
    $line"
    fi
    find_missing "$@"
    [ -z "$missing_names" ] || fail "still missing or too old after the installation:$missing_names"
}

# One compiler takes up to 1.5 GB: more of them than memory holds end as "internal compiler error: Killed".
count_jobs() {
    cores=$(nproc 2>/dev/null || echo 1)
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
    grep '^MemAvailable:' /proc/meminfo 2>/dev/null | awk -v cores="$cores" -v limit="$limit" '
        { bytes = $2 * 1024 }
        END {
            if (limit != "max" && limit + 0 < bytes) bytes = limit + 0
            jobs = int(bytes / 1.5e9)
            if (jobs > cores) jobs = cores
            print jobs < 1 ? 1 : jobs
        }'
}

# build_stele FOLDER CMAKE-OPTION...: configures and builds into build/FOLDER; sets $build and $jobs.
build_stele() {
    build=$root/build/$1
    shift
    jobs=$(count_jobs)
    free_kb=$(df -Pk "$root" | awk 'NR == 2 { print $4 }')
    [ "${free_kb:-9999999}" -ge 2000000 ] || fail "less than 2 GB free in $root"
    # A cache of another place (the checkout was moved or copied) would stop CMake.
    if [ -f "$build/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"; then
        rm -rf "$build/CMakeCache.txt" "$build/CMakeFiles"
    fi
    say "Configuring $build"
    cmake -S "$root" -B "$build" -G Ninja "-DSTELE_WERROR=${STELE_WERROR:-OFF}" "$@" >>"$log" 2>&1 || {
        tail -n 20 "$log"
        fail "cmake failed; all of it is in $log"
    }
    say "Building with $jobs job(s)"
    run_logged cmake --build "$build" -j "$jobs"
}

mkdir -p "$root/build"
: >"$log"
