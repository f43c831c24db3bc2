#!/usr/bin/env bash
# What bash completes, asked of the function that it would call.
#
#   bash_test.sh SIZER
set -uo pipefail
sizer=$1
cd "$(mktemp -d)" || exit 1
trap 'rm -rf "$PWD"' EXIT
touch job.yaml 'two words.yaml'
source <("$sizer" completion bash)
failed=0

# completes EXPECTED WORD...: completing the last word offers EXPECTED, among others.
completes() {
  local expected=$1 offered
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _sizer
  for offered in "${COMPREPLY[@]}"; do [[ $offered == "$expected" ]] && return; done
  echo "'${*}' does not offer '$expected' but: ${COMPREPLY[*]}"
  failed=1
}

# completes_not UNWANTED WORD...
completes_not() {
  local unwanted=$1 offered
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _sizer
  for offered in "${COMPREPLY[@]}"; do
    [[ $offered == "$unwanted" ]] && echo "'${*}' offers '$unwanted'" && failed=1
  done
}

completes estimate sizer estim
completes compare sizer ''
completes estimate sizer -f json ''
completes estimate sizer --format = json ''
completes --cluster sizer estimate --cl
completes_not --vary sizer estimate --
completes --vary sizer compare --
completes --format sizer --f
completes json sizer estimate job.yaml --format j
completes json sizer estimate --format = j
completes json sizer estimate --format =
completes spark-baseline sizer estimate --cluster ''
completes broadcast sizer estimate --plan br
completes high sizer check --gate-on ''
completes markdown= sizer check --report m
completes job.yaml sizer estimate ''
completes 'two words.yaml' sizer estimate -q two
completes job.yaml sizer estimate --output j
completes_not job.yaml sizer estimate --cluster ''
completes fish sizer completion ''
completes job sizer schema ''
completes diff sizer help d
completes join sizer init --from jo
completes_not job.yaml sizer version ''
exit $failed
