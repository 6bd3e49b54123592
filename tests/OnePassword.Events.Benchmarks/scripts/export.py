"""Exports the three feeds, one after another, as 1Password's sample scripts do, and continues by cursor: export.py URL FOLDER [FEED]"""
import datetime
import json
import os
import sys
import urllib.request

TOKEN = os.environ["OP_EVENTS_TOKEN"]
URL, FOLDER = sys.argv[1:3]
FEEDS = sys.argv[3:] or ["auditevents", "itemusages", "signinattempts"]


def post(feed, body):
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    request = urllib.request.Request(f"{URL}/api/v2/{feed}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def export(feed, start):
    body = {"limit": 1000, "start_time": start.isoformat()}
    path = "/dev/stdout" if FOLDER == "-" else os.path.join(FOLDER, f"{feed}.ndjson")
    with open(path, "w", encoding="utf-8") as output:
        while True:
            page = post(feed, body)
            for event in page["items"]:
                output.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n")
            if not page["has_more"]:
                return
            body = {"cursor": page["cursor"]}


for name in FEEDS:
    export(name, datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=120))
