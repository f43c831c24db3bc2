#!/usr/bin/env zsh
# What zsh completes: a second zsh in a pseudo-terminal is typed to, and its list of choices read.
#
#   zsh_test.zsh SIZER
zmodload zsh/zpty || exit 77
sizer=$1
folder=$(mktemp -d)
cd $folder
touch job.yaml
"$sizer" completion zsh > _sizer
failed=0

zpty shell zsh -f -i
# answer TEXT: what the shell writes until it writes MARK.
read_until() {
  local out= chunk
  repeat 200; do
    zpty -r -t shell chunk && out+=$chunk || sleep 0.02
    [[ $out == *$1* ]] && break
  done
  print -r -- $out
}
type_line() { zpty -w shell $1 }
type_line "cd $folder; PS1=; unsetopt zle_bracketed_paste; fpath=($folder \$fpath); autoload -Uz compinit; compinit -u -D -d $folder/dump"
type_line "zstyle ':completion:*' list-colors 'no='; LISTMAX=1000; COLUMNS=200; setopt no_beep list_rows_first"
# The choices, put into words by the completion system itself.
type_line 'show() { print; print -r -- START; compstate[insert]=; compstate[list]=; print -rl -- ${(f)offered}; print -r -- STOP; }'
type_line 'compadd() { if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)* ]]; then builtin compadd "$@"; return; fi; local -a got; builtin compadd -O got "$@"; offered+=$'"'\\n'"'${(F)got}; builtin compadd "$@"; }'
type_line 'ask() { offered=; _main_complete; show }'
type_line 'zle -C ask complete-word ask; bindkey "^T" ask; print READY'
read_until READY > /dev/null
sleep 0.2

offers() {
  zpty -w -n shell "$1"$'\C-t'
  local out=$(read_until STOP)
  zpty -w -n shell $'\C-u'
  out=${out##*START}
  print -r -- ${${out%%STOP*}//$'\r'/}
}
completes() {
  local out="$(offers "$2")"
  if (( ! ${${(f)out}[(Ie)$1]} )); then
    print -r -- "'$2' does not offer '$1' but: ${(f)out}"
    failed=1
  fi
}
completes_not() {
  local out="$(offers "$2")"
  if (( ${${(f)out}[(Ie)$1]} )); then
    print -r -- "'$2' offers '$1'"
    failed=1
  fi
}

completes estimate 'sizer estim'
completes compare 'sizer '
completes estimate 'sizer -f json '
completes --cluster 'sizer estimate --cl'
completes_not --vary 'sizer estimate --'
completes --vary 'sizer compare --'
completes json 'sizer estimate job.yaml --format j'
completes json 'sizer estimate --format=j'
completes spark-baseline 'sizer estimate --cluster '
completes broadcast 'sizer estimate --plan br'
completes high 'sizer check --gate-on '
completes markdown= 'sizer check --report m'
completes job.yaml 'sizer estimate '
completes job.yaml 'sizer estimate --output j'
completes_not job.yaml 'sizer estimate --cluster '
completes fish 'sizer completion '
completes job 'sizer schema '
completes diff 'sizer help d'
completes join 'sizer init --from jo'
completes_not job.yaml 'sizer version '
zpty -d shell
rm -r $folder
exit $failed
