#!/bin/sh
# Exports the three feeds, one after another, and continues by cursor: export.sh URL FOLDER [FEED]
# Two programs run per page. To standard output (FOLDER is -), it writes one page.
set -eu
url=$1 folder=$2
shift 2
[ $# -gt 0 ] || set -- auditevents itemusages signinattempts

post() {
  curl -sf -H "Authorization: Bearer $OP_EVENTS_TOKEN" -H "Content-Type: application/json" -d "$2" "$url/api/v2/$1"
}

for feed; do
  body='{"limit":1000,"start_time":"2000-01-01T00:00:00Z"}'
  if [ "$folder" = - ]; then
    post "$feed" "$body" | jq -c '.items[]'
    continue
  fi
  more=true
  while [ "$more" = true ]; do
    # The last line has the cursor and has_more.
    post "$feed" "$body" | jq -c '.items[], {cursor, has_more}' > "$folder/page"
    head -n -1 "$folder/page" >> "$folder/$feed.ndjson"
    last=$(tail -n 1 "$folder/page")
    more=${last##*:}
    more=${more%\}}
    body="${last%,*}}"
  done
done
[ "$folder" = - ] || rm -f "$folder/page"
