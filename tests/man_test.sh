#!/bin/sh
# The manual page is roff that mandoc has nothing to say of, and shows each verb.
#
#   man_test.sh SIZER
sizer=$1
if ! command -v mandoc > /dev/null; then
  echo "skipped: mandoc is not installed"
  exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
page=$folder/sizer.1 # mandoc compares the name with the title
"$sizer" man > "$page" && mandoc -T lint -W style "$page" || exit 1
shown=$(mandoc -T ascii "$page" | sed 's/.\x08//g')
for word in estimate compare --format 'EXIT STATUS' SOURCE_DATE_EPOCH; do
  case $shown in
  *"$word"*) ;;
  *) echo "the manual page does not show $word"; exit 1 ;;
  esac
done
