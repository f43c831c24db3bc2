#!/usr/bin/env fish
# What fish completes.
#
#   fish_test.fish SIZER
set sizer $argv[1]
set -g failed 0
set folder (mktemp -d)
cd $folder
touch job.yaml
"$sizer" completion fish | source

function offers
  complete -C $argv[1] | string replace -r '\t.*' ''
end
function completes
  if not contains -- $argv[1] (offers $argv[2])
    echo "'$argv[2]' does not offer '$argv[1]' but:" (offers $argv[2])
    set -g failed 1
  end
end
function completes_not
  if contains -- $argv[1] (offers $argv[2])
    echo "'$argv[2]' offers '$argv[1]'"
    set -g failed 1
  end
end

completes estimate 'sizer estim'
completes compare 'sizer '
completes estimate 'sizer -f json '
completes_not estimate 'sizer estimate '
completes --cluster 'sizer estimate --cl'
completes_not --vary 'sizer estimate --'
completes --vary 'sizer compare --'
completes json 'sizer estimate job.yaml --format j'
completes --format=json 'sizer estimate --format=j'
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
rm -r $folder
exit $failed
