#!/bin/sh
# Runs a test whose material is not part of this repository, or skips it (exit code 77) and says so.
#
#   if_present.sh FILE COMMAND [ARGUMENT...]
needed=$1
shift
if [ ! -e "$needed" ]; then
  echo "skipped: $needed is not here"
  exit 77
fi
exec "$@"
