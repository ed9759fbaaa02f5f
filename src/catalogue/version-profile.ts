/**
 * The profile of a version: what its rows are like as a whole, and the quality of its values. Read from the rows once, after the
 * publication or when it is first asked for, and kept with the version.
 */
import type { Effects } from "../kernel/effects.ts";
import type { DatasetId, VersionNumber } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { profileRows, type RowProfile } from "../store/row-profile.ts";
import type { ReadTx } from "../store/transaction.ts";
import { getDatasetById } from "./datasets.ts";
import { type ValueQuality, weighQuality } from "./value-quality.ts";
import { getVersion, tableOfVersion, type Version } from "./versions.ts";

export interface VersionProfile {
  readonly fields: RowProfile;
  readonly quality: ValueQuality;
}

/** Reading the rows of a larger version is not for a reader to wait for. */
const PROMPT_ROWS = 100_000;

/** Undefined for a large version that has not been looked at yet, and for a withdrawn one. */
export async function findProfile(store: Store, version: Version): Promise<VersionProfile | undefined> {
  const kept = await store.read((tx) => readKept(tx, version));
  if (kept !== undefined || version.withdrawn !== undefined || version.rows > PROMPT_ROWS) return kept;
  return makeProfile(store, version);
}

const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 3_600_000;

/**
 * Makes those of the current versions that lack one. A version whose rows cannot be looked at keeps none of the others waiting, is told
 * of, and rests: a minute, then twice as long each time, an hour at most.
 */
export function createProfiler(store: Store, { now, observe }: Pick<Effects, "now" | "observe">): () => Promise<void> {
  const resting = new Map<string, { readonly until: number; readonly ms: number }>();
  return async () => {
    for (const { id, number } of await listUnprofiled(store)) {
      const key = `${id} ${number}`;
      const rest = resting.get(key);
      if (rest !== undefined && now().getTime() < rest.until) continue;
      try {
        const version = await store.read(async (tx) => getVersion(tx, await getDatasetById(tx, id), { number }));
        await makeProfile(store, version);
        resting.delete(key);
      } catch (error) {
        const ms = rest === undefined ? FIRST_REST_MS : Math.min(rest.ms * 2, LONGEST_REST_MS);
        resting.set(key, { until: now().getTime() + ms, ms });
        observe({ kind: "version-unprofiled", level: "warn", dataset: id, version: number, error });
      }
    }
  };
}

/** More than fail at once, so that those never hide the others. */
const MOST_WAITING = 200;

async function listUnprofiled(
  store: Store,
): Promise<readonly { readonly id: DatasetId; readonly number: VersionNumber }[]> {
  return store.read((tx) =>
    tx.query<{ id: DatasetId; number: VersionNumber }>(
      `select d.id, v.number from catalogue.dataset d join catalogue.version v on v.dataset = d.id and v.number = d.current_version
       where v.withdrawn_at is null
         and not exists (select from catalogue.version_profile p where p.dataset = v.dataset and p.version = v.number)
       order by v.published_at desc limit ${MOST_WAITING}`,
    ),
  );
}

async function readKept(tx: ReadTx, { dataset, number }: Version): Promise<VersionProfile | undefined> {
  const [row] = await tx.query<{ profile: VersionProfile }>(
    "select profile from catalogue.version_profile where dataset = $1 and version = $2",
    [dataset, number],
  );
  return row?.profile;
}

async function makeProfile(store: Store, version: Version): Promise<VersionProfile> {
  const profile = await store.read(async (tx) => {
    const fields = await profileRows(tx, tableOfVersion(version));
    return {
      fields,
      quality: weighQuality({ ...(await readDoubts(tx, version, fields)), ...version, profile: fields }),
    };
  });
  await store.write((tx) =>
    tx.query(
      `insert into catalogue.version_profile (dataset, version, profile)
       select v.dataset, v.number, $3::jsonb from catalogue.version v
       where v.dataset = $1 and v.number = $2 and v.erased_at is null for share on conflict do nothing`,
      [version.dataset, version.number, JSON.stringify(profile)],
    ),
  );
  return profile;
}

/** What the check said, and how long after the last period the version came. */
async function readDoubts(tx: ReadTx, version: Version, fields: RowProfile) {
  const [report] = await tx.query<{ warnings: number; explained: number }>(
    `select coalesce((report ->> 'warnings')::integer, 0) as warnings,
       (select count(*)::integer from jsonb_array_elements(decisions) e where e ->> 'override' = 'true') as explained
     from catalogue.upload where id = $1`,
    [version.upload ?? null],
  );
  const period = version.package.schema.fields.find(({ role }) => role === "period");
  const last = period && fields[period.name]?.range?.[1];
  const [delay] = await tx.query<{ days: number | null }>(
    "select ($1::timestamptz at time zone 'Asia/Makassar')::date - upper(catalogue.period_days($2)) as days",
    [version.publishedAt, last ?? null],
  );
  return {
    warnings: report?.warnings ?? 0,
    explained: report?.explained ?? 0,
    delayDays: delay?.days ?? undefined,
  };
}
