/** What must hold after every restart, seen from outside and from the database: nothing lost, nothing half, every outlet of one mind. */
import { setTimeout as sleep } from "node:timers/promises";
import { resourceId } from "../../src/ckan/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import { type Answer, asJson, type Client, type Json } from "./client.ts";
import type { Home, People } from "./home.ts";
import { expectedRows, type RecordedVersion, type Rows, sha256, toCsv, versionName } from "./ledger.ts";

export interface Checked {
  readonly home: Home;
  readonly people: People;
  readonly client: Client;
  readonly store: Store;
}

/** What was accepted must have been told about within this time after a start. */
const BOUND_MS = 180_000;

/** Throws with everything that does not hold. */
export async function checkAll(checked: Checked): Promise<void> {
  const wrong: string[] = [];
  const wrongs = (text: string): void => void wrong.push(text);
  await settleUploads(checked, wrongs);
  const versions = await readVersions(checked.store);
  for (const each of versions.values()) await checkDataset(checked, each, wrongs);
  checkPromises(checked, versions, wrongs);
  await checkFeed(checked, versions, wrongs);
  if (wrong.length > 0) throw new Error(wrong.slice(0, 20).join("\n"));
}

/** Every upload that was accepted is there, and comes to an end by itself. */
async function settleUploads({ home, people, client, store }: Checked, wrong: (text: string) => void): Promise<void> {
  const deadline = Date.now() + BOUND_MS;
  if (home.killedAt !== undefined) await endLeasesOfTheDead(store, home.killedAt);
  for (;;) {
    const waiting = await store.read((tx) =>
      tx.query<{ id: string; status: string; late: boolean }>(
        `select id, status, release_at < now() - interval '1 second' as late from catalogue.upload
         where status in ('received', 'checking') or (status = 'scheduled' and release_at < now() + interval '5 seconds')`,
      ),
    );
    if (waiting.length === 0) break;
    if (Date.now() > deadline) {
      wrong(`after ${BOUND_MS} ms these still wait: ${waiting.map(({ id, status }) => `${id} ${status}`).join(", ")}`);
      break;
    }
    await sleep(50);
  }
  const known = new Map(
    (await store.read((tx) => tx.query<{ id: string; status: string }>("select id, status from catalogue.upload"))).map(
      ({ id, status }) => [id, status],
    ),
  );
  for (const [id, note] of home.ledger.accepted) {
    const status = known.get(id);
    if (status === undefined) wrong(`${id} (${note}) was accepted and is gone`);
    else if (status === "failed") wrong(`${id} (${note}) failed`);
    else if (home.ledger.sent.get(note)?.rows === undefined && !/^(invalid|superseded)$/.test(status))
      wrong(`${id} (${note}) is broken and became ${status}`);
    else if (home.ledger.sent.get(note)?.rows !== undefined && status === "invalid")
      wrong(`${id} (${note}) is good and became invalid`);
  }
  const newest = [...home.ledger.accepted.keys()].at(-1);
  if (newest === undefined) return;
  const shown = await client.call(`/api/v1/uploads/${newest}`, { as: people.producer });
  if (shown?.status !== 200) wrong(`${newest} answers ${shown?.status}`);
}

/** As if ten seconds had passed for whoever died; a living server's lease began after that death, and ends later. */
async function endLeasesOfTheDead(store: Store, killedAt: number): Promise<void> {
  await store.write((tx) =>
    tx.query(
      "update catalogue.upload set lease_until = clock_timestamp() where lease_until < to_timestamp($1::double precision / 1000) + interval '10 seconds'",
      [killedAt],
    ),
  );
}

async function readVersions(store: Store): Promise<ReadonlyMap<string, readonly RecordedVersion[]>> {
  const rows = await store.read((tx) =>
    tx.query<RecordedVersion & { rows: string }>(
      `select d.slug, v.number, v.rows, u.note, v.restored_from as "restoredFrom", v.withdrawn_at is not null as withdrawn
       from catalogue.version v join catalogue.dataset d on d.id = v.dataset left join catalogue.upload u on u.id = v.upload
       order by d.slug, v.number`,
    ),
  );
  return groupBy(
    rows.map((row) => ({ ...row, rows: Number(row.rows) })),
    ({ slug }) => slug,
  );
}

async function checkDataset(
  { home: { ledger }, client, store }: Checked,
  versions: readonly RecordedVersion[],
  wrong: (text: string) => void,
): Promise<void> {
  const slug = versions[0]?.slug ?? "";
  const expected = expectedRows(ledger, versions);
  for (const [index, version] of versions.entries()) {
    const name = versionName(slug, version.number);
    const rows: Rows = expected[index] ?? new Map();
    if (version.number !== index + 1) wrong(`${name} stands where v${index + 1} should`);
    if (version.rows !== rows.size) wrong(`${name} has ${version.rows} rows on record, not ${rows.size}`);
    const answer = await client.call(`/download/${slug}/v${version.number}.csv`);
    if (version.withdrawn) {
      if (answer?.status !== 410) wrong(`${name} is withdrawn and answers ${answer?.status}`);
      continue;
    }
    const csv = toCsv(rows);
    if (answer?.status !== 200) wrong(`${name}.csv answers ${answer?.status}`);
    else if (answer.bytes.toString() !== csv)
      wrong(`${name}.csv has ${lines(answer)} rows and other bytes than its ${rows.size}`);
    const before = ledger.hashes.get(name);
    if (before !== undefined && before !== sha256(csv)) wrong(`${name}.csv had other bytes when it was first seen`);
    ledger.hashes.set(name, sha256(csv));
  }
  await checkOutlets(client, slug, versions, expected, wrong);
  const [row] = await store.read((tx) =>
    tx.query<{ current_version: number }>("select current_version from catalogue.dataset where slug = $1", [slug]),
  );
  if (row?.current_version !== versions.length)
    wrong(`${slug} points at v${row?.current_version} of ${versions.length}`);
}

function groupBy<T>(all: readonly T[], keyOf: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
}

const lines = ({ bytes }: Answer): number => bytes.toString().split("\n").length - 2;

/** GraphQL, CKAN, the list of versions and the differences say the same number and the same count of rows. */
async function checkOutlets(
  client: Client,
  slug: string,
  versions: readonly RecordedVersion[],
  expected: readonly Rows[],
  wrong: (text: string) => void,
): Promise<void> {
  const current = versions.length;
  const rows = expected.at(-1) ?? new Map();
  const said = async (path: string, init?: RequestInit): Promise<Json> => (await client.call(path, init))?.json ?? {};
  const query = `{ dataset(slug: "${slug}") { currentVersion { number rows } rows(first: 1) { totalCount } } }`;
  const graphql = ((await said("/graphql", asJson({ query }))) as { data?: { dataset?: Json } }).data?.dataset;
  const listed = await said(`/api/v1/datasets/${slug}/versions?first=1`);
  const ckan = (await said(`/api/3/action/datastore_search?resource_id=${resourceId(slug)}&limit=1`)).result as
    | Json
    | undefined;
  const seen = JSON.stringify([graphql, listed.totalCount, ckan?.total]);
  const due = JSON.stringify([
    { currentVersion: { number: current, rows: rows.size }, rows: { totalCount: rows.size } },
    current,
    rows.size,
  ]);
  if (seen !== due) wrong(`${slug}: outlets say ${seen}, not ${due}`);
  const last = versions.at(-2);
  if (last === undefined || last.withdrawn) return;
  const difference = await client.call(`/download/${slug}/v${last.number}..v${current}.diff.csv`);
  const differing = countDifferences(expected.at(-2) ?? new Map(), rows);
  if (difference === undefined || lines(difference) !== differing)
    wrong(`${slug}: the difference to v${current} has ${difference && lines(difference)} rows, not ${differing}`);
}

function countDifferences(before: Rows, after: Rows): number {
  const removed = [...before.keys()].filter((key) => !after.has(key)).length;
  return removed + [...after].filter(([key, row]) => before.get(key) !== row).length;
}

function checkPromises(
  { home: { ledger } }: Checked,
  versions: ReadonlyMap<string, readonly RecordedVersion[]>,
  wrong: (text: string) => void,
): void {
  for (const name of ledger.promised) {
    const [slug = "", number = ""] = name.split(" v");
    if (versions.get(slug)?.[Number(number) - 1] === undefined) wrong(`${name} was published and is gone`);
  }
}

/** Numbers without gaps; of each dataset one entry for each version, in order. */
async function checkFeed(
  { client, store }: Checked,
  versions: ReadonlyMap<string, readonly RecordedVersion[]>,
  wrong: (text: string) => void,
): Promise<void> {
  const [feed] = await store.read((tx) =>
    tx.query<{ count: number; last: number }>(
      "select count(*)::integer as count, coalesce(max(seq), 0)::integer as last from catalogue.change",
    ),
  );
  if (feed?.count !== feed?.last) wrong(`the feed has ${feed?.count} entries and ends with ${feed?.last}`);
  const answer = await client.call("/api/v1/changes?first=1000");
  const told = groupBy((answer?.json.changes ?? []) as Json[], ({ dataset }) => String(dataset));
  for (const [slug, each] of versions) {
    const numbers = (told.get(slug) ?? [])
      .filter(({ kind }) => kind === "published" || kind === "restored")
      .map(({ version }) => version);
    if (JSON.stringify(numbers) !== JSON.stringify(each.map(({ number }) => number)))
      wrong(`${slug}: the feed tells of ${numbers.join(" ")}, there are ${each.length}`);
  }
}
