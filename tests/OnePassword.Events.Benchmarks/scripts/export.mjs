// Exports the three feeds, one after another, as 1Password's sample scripts do, and continues by cursor: export.mjs URL FOLDER [FEED]
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

const token = process.env.OP_EVENTS_TOKEN;
const [url, folder, ...feeds] = process.argv.slice(2);

async function post(feed, body) {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/v2/${feed}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${feed}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function exportFeed(feed, start) {
  const output = folder === "-" ? 1 : openSync(join(folder, `${feed}.ndjson`), "w");
  let body = { limit: 1000, start_time: start.toISOString() };
  for (let more = true; more; ) {
    const page = await post(feed, body);
    writeSync(output, page.items.map((event) => JSON.stringify(event) + "\n").join(""));
    more = page.has_more;
    body = { cursor: page.cursor };
  }
  closeSync(output);
}

for (const feed of feeds.length > 0 ? feeds : ["auditevents", "itemusages", "signinattempts"]) {
  await exportFeed(feed, new Date(Date.now() - 120 * 24 * 3600 * 1000));
}
