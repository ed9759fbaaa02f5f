/** The feed of changes as people read it: newest first, each with the title and the words of its version. */
import type { Actor } from "../kernel/actor.ts";
import type { AgencySlug, DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { ReadTx } from "../store/transaction.ts";
import { type Change, visibleChanges } from "./changes.ts";
import { decodeCursor, encodeCursor, type PageRequest, wholeFromCursor } from "./page.ts";

export interface News {
  readonly change: Change;
  /** Absent for a dataset that is no longer open: its slug is all that may be said. */
  readonly title: LocalisedText | undefined;
  readonly agency: AgencySlug | undefined;
  readonly note: string | undefined;
  readonly withdrawnReason: string | undefined;
  /** Against the version before; absent for a first one and for changes that are not about a version. */
  readonly rows: { readonly added: number; readonly changed: number; readonly removed: number } | undefined;
}

interface NewsRow {
  seq: string;
  at: Date;
  kind: Change["kind"];
  dataset: DatasetSlug;
  version: VersionNumber | null;
  title: LocalisedText | null;
  agency: AgencySlug;
  note: string | null;
  withdrawn_reason: string | null;
  added: string | null;
  changed: string | null;
  removed: string | null;
}

interface NewsPage {
  readonly news: readonly News[];
  /** To ask with for what is older; undefined at the end. */
  readonly next: string | undefined;
}

/** Throws `request.bad-cursor`. */
export async function listNews(tx: ReadTx, actor: Actor, { first, after }: PageRequest): Promise<NewsPage> {
  const { sql, values, kind } = visibleChanges(actor, 2);
  const before = after === undefined ? null : wholeFromCursor(decodeCursor(after, "news", 1)[0]);
  const rows = await tx.query<NewsRow>(
    `select c.seq, c.at, ${kind} as kind, d.slug as dataset, c.version, d.agency, v.package->'title' as title, v.note, v.withdrawn_reason,
       v.added, v.changed, v.removed
     from catalogue.change c join catalogue.dataset d on d.id = c.dataset
       left join catalogue.version v on v.dataset = d.id and v.number = coalesce(c.version, d.current_version)
     where ($1::bigint is null or c.seq < $1) and ${sql} order by c.seq desc limit ${first + 1}`,
    [before, ...values],
  );
  const last = rows[first - 1];
  return {
    news: rows.slice(0, first).map(toNews),
    next: rows.length > first && last !== undefined ? encodeCursor("news", last.seq) : undefined,
  };
}

function toNews(row: NewsRow): News {
  const { seq, at, kind, dataset } = row;
  const change: Change = { seq: Number(seq), at, kind, dataset, version: row.version ?? undefined };
  if (kind === "removed")
    return {
      change,
      title: undefined,
      agency: undefined,
      note: undefined,
      withdrawnReason: undefined,
      rows: undefined,
    };
  const ofVersion = row.version !== null;
  return {
    change,
    title: row.title ?? undefined,
    agency: row.agency,
    note: ofVersion ? (row.note ?? undefined) : undefined,
    withdrawnReason: row.withdrawn_reason ?? undefined,
    rows:
      ofVersion && row.version !== 1
        ? { added: Number(row.added), changed: Number(row.changed), removed: Number(row.removed) }
        : undefined,
  };
}
