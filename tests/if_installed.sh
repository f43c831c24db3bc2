#!/bin/sh
# Runs a test with a program that a machine may lack, or skips it (exit code 77) and says so.
#
#   if_installed.sh PROGRAM [ARGUMENT...]
if ! command -v "$1" > /dev/null; then
  echo "skipped: $1 is not installed"
  exit 77
fi
exec "$@"
