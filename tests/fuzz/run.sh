#!/usr/bin/env bash
# Runs the fuzz targets of a build, some at a time, each from its corpus and the files of the repository that are of its
# kind; prints what each did. Exits 1 where one found something, which then lies in build/fuzz/NAME/.
#   run.sh [-s SECONDS] [-j AT_ONCE] [-m] BUILD [NAME...]
# -m: afterwards keeps the least inputs that reach as much, in corpus/NAME.tar.gz.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=60 at_once=2 minimise=0
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
    estimate) echo 4000 src/input workloads tests/wrong ;;
    set) echo 300 src/input ;;
    config) echo 2000 src/input ;;
    catalogue) echo 2000 src/input ;;
    manifest) echo 4000 src/deploy tests/deploy/samples ;;
    runs) echo 2000 src/logs/tables ;;
    ray_stats) echo 4000 src/logs/ray tests/runs ;;
    result) echo 20000 src/result ;;
    log) echo 20000 src/ingest tests/logs/start ;;
    codec) echo 20000 - ;;
    *) echo "no target $1" >&2; return 1 ;;
  esac
}

# words FOLDER: the names that its sources hold, as a dictionary.
words() {
  grep -ohE '"[A-Za-z][A-Za-z0-9_. -]{1,40}"' "$1"/*.cpp "$1"/*.h | sort -u
}

# fuzz NAME: for so many seconds; a line of figures, or the end of what it said.
fuzz() {
  local name=$1 most sources places folder=$root/build/fuzz/$1 flags
  read -r most sources places <<<"$(starts "$name")"
  mkdir -p "$folder/corpus" "$folder/start"
  [[ ! -f $here/corpus/$name.tar.gz ]] || tar -xzf "$here/corpus/$name.tar.gz" -C "$folder/start"
  flags=(-max_len="$most" -rss_limit_mb=2048 -timeout=10 -verbosity=0 -print_funcs=0 -entropic=0 -print_final_stats=1 -artifact_prefix="$folder/")
  if [[ $sources != - ]]; then
    words "$root/$sources" >"$folder/words"
    flags+=(-dict="$folder/words")
  fi
  # shellcheck disable=SC2086 -- the places are words
  if ! (cd "$root" && "$build/tests/fuzz/${name}_fuzz" "${flags[@]}" -max_total_time="$seconds" "$folder/corpus" "$folder/start" \
        $places) >"$folder/log" 2>&1; then
    printf '%s: FAILED, see %s\n' "$name" "$folder"
    tail -n 60 "$folder/log"
    return 1
  fi
  if [[ $minimise == 1 ]]; then
    rm -rf "$folder/least"
    mkdir "$folder/least"
    (cd "$root" && "$build/tests/fuzz/${name}_fuzz" -max_len="$most" -merge=1 "$folder/least" "$folder/corpus" "$folder/start" \
      $places) >"$folder/merge.log" 2>&1
    mkdir -p "$here/corpus"
    tar --sort=name --owner=0 --group=0 --mtime=@0 -C "$folder/least" -c . | gzip -9n >"$here/corpus/$name.tar.gz"
  fi
  awk -v name="$name" -v seconds="$seconds" '
    /number_of_executed_units/ { runs = $2 }
    /peak_rss_mb/ { memory = $2 }
    END { printf "%-10s %9d runs, %6d a second, %4d MiB at most\n", name ":", runs, runs / seconds, memory }' "$folder/log"
}

status=0
for name in "${names[@]}"; do
  while [[ $(jobs -pr | wc -l) -ge $at_once ]]; do wait -n || status=1; done
  fuzz "$name" &
done
while [[ $(jobs -pr | wc -l) -gt 0 ]]; do wait -n || status=1; done
exit $status
