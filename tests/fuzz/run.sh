#!/usr/bin/env bash
# Runs the fuzz targets of a build, some at a time, each from its corpus and the files of the repository that are of its
# kind; prints what each did. Exits 1 where one found something, which then lies in build/fuzz/NAME/.
#   run.sh [-s SECONDS] [-j AT_ONCE] [-m] BUILD [NAME...]
# -m: afterwards keeps the least inputs that reach as much, in corpus/NAME.tar.gz.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=60 at_once=2 minimise=0 most_packed=200000
while getopts s:j:m option; do
  case $option in
    s) seconds=$OPTARG ;;
    j) at_once=$OPTARG ;;
    m) minimise=1 ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
build=$(cd "$1" && pwd)
shift
[[ $# -gt 0 ]] && names=("$@") || names=(estimate set config catalogue manifest runs ray_stats result log codec)

# starts NAME: the most bytes of an input, the sources whose words it is made of, and where inputs to start from lie.
starts() {
  case $1 in
    estimate) echo 1500 src/input workloads src/templates tests/wrong ;;
    set) echo 200 src/input ;;
    config) echo 1500 src/input src/templates ;;
    catalogue) echo 1500 src/input ;;
    manifest) echo 1000 src/deploy tests/deploy/samples ;;
    runs) echo 1500 src/logs/tables ;;
    ray_stats) echo 2000 src/logs/ray tests/runs ;;
    result) echo 5000 src/result ;;
    log) echo 4000 src/ingest tests/logs/start ;;
    codec) echo 4000 - ;;
    *) echo "no target $1" >&2; return 1 ;;
  esac
}

# words FOLDER: the names that its sources hold, as a dictionary.
words() {
  grep -ohE '"[A-Za-z][A-Za-z0-9_. -]{1,40}"' "$1"/*.cpp "$1"/*.h | sort -u
}

# run_with NAME FLAG...: its target, from the root of the repository; prints all that it says, and its seconds of CPU.
run_with() {
  local name=$1 TIMEFORMAT='cpu %U %S'
  shift
  cd "$root"
  time "$build/tests/fuzz/${name}_fuzz" "$@"
}

# minimise NAME MOST PLACE...: packs the least inputs that reach as much; shorter ones alone, where they are too many.
minimise() {
  local name=$1 most=$2 folder=$root/build/fuzz/$1 packed=$here/corpus/$1.tar.gz
  shift 2
  mkdir -p "$here/corpus"
  while true; do
    rm -rf "$folder/least"
    mkdir "$folder/least"
    (run_with "$name" -max_len="$most" -merge=1 -print_pcs=0 "$folder/least" "$folder/corpus" "$folder/start" "$@") >"$folder/merge.log" 2>&1
    tar --sort=name --owner=0 --group=0 --mtime=@0 --mode=644 -C "$folder/least" -c . | gzip -9n >"$packed"
    [[ $(stat -c %s "$packed") -gt $most_packed ]] || return 0
    most=$((most * 2 / 3))
  done
}

# fuzz NAME: for so many seconds; a line of figures, or the end of what it said.
fuzz() {
  local name=$1 most sources places folder=$root/build/fuzz/$1 flags
  read -r most sources places <<<"$(starts "$name")"
  rm -rf "$folder/start"
  mkdir -p "$folder/corpus" "$folder/start"
  [[ ! -f $here/corpus/$name.tar.gz ]] || tar -xzf "$here/corpus/$name.tar.gz" -C "$folder/start"
  flags=(-max_len="$most" -rss_limit_mb=2048 -timeout=10 -verbosity=0 -print_funcs=0 -entropic=0 -print_final_stats=1 -artifact_prefix="$folder/")
  if [[ $sources != - ]]; then
    words "$root/$sources" >"$folder/words"
    flags+=(-dict="$folder/words")
  fi
  # shellcheck disable=SC2086 -- the places are words
  if ! (run_with "$name" "${flags[@]}" -max_total_time="$seconds" "$folder/corpus" "$folder/start" $places) >"$folder/log" 2>&1; then
    printf '%s: FAILED, see %s\n' "$name" "$folder"
    tail -n 60 "$folder/log"
    return 1
  fi
  # shellcheck disable=SC2086
  [[ $minimise == 0 ]] || minimise "$name" "$most" $places
  awk -v name="$name" '
    /number_of_executed_units/ { runs = $2 }
    /new_units_added/ { new = $2 }
    /peak_rss_mb/ { memory = $2 }
    /^cpu / { cpu = $2 + $3 }
    END { printf "%-10s %9d runs, %6d a second of CPU, %4d MiB at most, %5d inputs that reach more\n", name ":", runs, runs / cpu, memory, new }' \
    "$folder/log"
}

status=0
for name in "${names[@]}"; do
  while [[ $(jobs -pr | wc -l) -ge $at_once ]]; do wait -n || status=1; done
  fuzz "$name" &
done
while [[ $(jobs -pr | wc -l) -gt 0 ]]; do wait -n || status=1; done
exit $status
