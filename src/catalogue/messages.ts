/**
 * What people are told about datasets: written in the transaction of the event itself, so that nobody hears of what did not happen and
 * nobody misses what did. One event is told to one person once, whichever server finds it. Whoever did it is not told. A message says
 * what happened to which dataset; what a reviewer wrote is read where it stands, with the upload.
 */
import type { Actor } from "../kernel/actor.ts";
import type { AgencySlug, DatasetId, DatasetSlug, UploadId, VersionNumber } from "../kernel/ids.ts";
import { inLanguage, type Lang, type LocalisedText } from "../kernel/locale.ts";
import type { MessageKind, MessageParams } from "../kernel/message-text.ts";
import { dayInWords, timeInWords } from "../kernel/wita.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { decodeCursor, encodeCursor, type Page, type PageRequest, toPage, wholeFromCursor } from "./page.ts";

/** Who is told. Disabled people are not. */
export interface Audience {
  /** Reviewers; administrators where there is no other reviewer. */
  readonly reviewers?: boolean | undefined;
  /** The officers of this agency. */
  readonly agency?: AgencySlug | undefined;
  /** The actor with this key, if it is a reviewer or administrator: an officer is told as one of the agency. */
  readonly actor?: string | undefined;
}

export interface News {
  readonly kind: MessageKind;
  /** Never the same for two events. */
  readonly event: string;
  readonly dataset: DatasetId;
  readonly upload?: UploadId | undefined;
  readonly version?: VersionNumber | undefined;
  readonly dueAt?: Date | undefined;
}

/** `by`: whoever did it. */
export async function tellPeople(tx: WriteTx, by: Actor, to: Audience, news: News, at: Date): Promise<void> {
  await tx.query(
    `insert into catalogue.message (recipient, event, kind, dataset, upload, version, due_at, created_at, mail_next_at)
     select p.id, $5, $6, $7, $8, $9, $10, $11, case when p.mail is not null then $11::timestamptz end
     from catalogue.person p
     where p.disabled_at is null and 'user:' || p.id <> $1 and (
       ($2 and (p.role = 'reviewer' or (p.role = 'admin' and not exists (
         select 1 from catalogue.person r where r.role = 'reviewer' and r.disabled_at is null and 'user:' || r.id <> $1))))
       or (p.role = 'producer' and p.agency = $3)
       or (p.role <> 'producer' and 'user:' || p.id = $4))
     on conflict (recipient, event) do nothing`,
    [
      by.key,
      to.reviewers === true,
      to.agency ?? null,
      to.actor ?? null,
      news.event,
      news.kind,
      news.dataset,
      news.upload ?? null,
      news.version ?? null,
      news.dueAt ?? null,
      at,
    ],
  );
}

export interface Message {
  readonly id: string;
  readonly kind: MessageKind;
  readonly dataset: DatasetSlug;
  readonly title: LocalisedText;
  readonly upload: UploadId | undefined;
  readonly version: VersionNumber | undefined;
  readonly dueAt: Date | undefined;
  readonly createdAt: Date;
  readonly readAt: Date | undefined;
}

export interface MessageRow {
  id: string;
  kind: MessageKind;
  dataset: DatasetSlug;
  title: LocalisedText;
  upload: UploadId | null;
  version: VersionNumber | null;
  due_at: Date | null;
  created_at: Date;
  read_at: Date | null;
}

/** Columns of `catalogue.message m` beside `catalogue.dataset d`. */
export const MESSAGE_COLUMNS =
  "m.id, m.kind, d.slug as dataset, d.package->'title' as title, m.upload, m.version, m.due_at, m.created_at, m.read_at";

export const toMessage = (row: MessageRow): Message => ({
  id: row.id,
  kind: row.kind,
  dataset: row.dataset,
  title: row.title,
  upload: row.upload ?? undefined,
  version: row.version ?? undefined,
  dueAt: row.due_at ?? undefined,
  createdAt: row.created_at,
  readAt: row.read_at ?? undefined,
});

/** What its sentences are made from, in this language. A promise is about a day, a publication about a time. */
export const messageParams = ({ kind, title, version, dueAt }: Message, lang: Lang): MessageParams => ({
  title: inLanguage(title, lang),
  version: version === undefined ? "" : String(version),
  when: dueAt === undefined ? "" : kind === "scheduled" ? timeInWords(dueAt, lang) : dayInWords(dueAt, lang),
});

/** The person's id; null for a token, which has no messages. */
const personOf = ({ key }: Actor): string | null => (key.startsWith("user:") ? key.slice("user:".length) : null);

/** The actor's own, newest first. */
export async function listMessages(tx: ReadTx, actor: Actor, { first, after }: PageRequest): Promise<Page<Message>> {
  const before = after === undefined ? null : wholeFromCursor(decodeCursor(after, "messages", 1)[0]);
  const person = personOf(actor);
  const [total] = await tx.query<{ count: string }>(
    "select count(*) as count from catalogue.message where recipient = $1",
    [person],
  );
  const rows = await tx.query<MessageRow>(
    `select ${MESSAGE_COLUMNS} from catalogue.message m join catalogue.dataset d on d.id = m.dataset
     where m.recipient = $1 and ($2::bigint is null or m.id < $2) order by m.id desc limit $3`,
    [person, before, first + 1],
  );
  return toPage(rows.map(toMessage), first, Number(total?.count ?? 0), ({ id }) => encodeCursor("messages", id));
}

/** One of the actor's own; undefined where it is somebody else's or there is none. */
export async function findMessage(tx: ReadTx, actor: Actor, id: string): Promise<Message | undefined> {
  const [row] = await tx.query<MessageRow>(
    `select ${MESSAGE_COLUMNS} from catalogue.message m join catalogue.dataset d on d.id = m.dataset
     where m.recipient = $1 and m.id = $2`,
    [personOf(actor), id],
  );
  return row === undefined ? undefined : toMessage(row);
}

/** How many of the actor's own have not been read. */
export async function countUnread(tx: ReadTx, actor: Actor): Promise<number> {
  const person = personOf(actor);
  if (person === null) return 0;
  const [row] = await tx.query<{ count: string }>(
    "select count(*) as count from catalogue.message where recipient = $1 and read_at is null",
    [person],
  );
  return Number(row?.count ?? 0);
}

/** The actor's own up to and including this one; those that came since stay unread. */
export async function markRead(tx: WriteTx, actor: Actor, upTo: string, at: Date): Promise<void> {
  await tx.query("update catalogue.message set read_at = $3 where recipient = $1 and id <= $2 and read_at is null", [
    personOf(actor),
    upTo,
    at,
  ]);
}

export async function markOneRead(tx: WriteTx, actor: Actor, id: string, at: Date): Promise<void> {
  await tx.query("update catalogue.message set read_at = $3 where recipient = $1 and id = $2 and read_at is null", [
    personOf(actor),
    id,
    at,
  ]);
}

/** The actor has looked at the upload: what was told about it has been read. */
export async function markUploadRead(tx: WriteTx, actor: Actor, upload: UploadId, at: Date): Promise<void> {
  await tx.query("update catalogue.message set read_at = $3 where recipient = $1 and upload = $2 and read_at is null", [
    personOf(actor),
    upload,
    at,
  ]);
}

/** Messages are kept for so many days. */
export async function sweepMessages(tx: WriteTx, at: Date, days: number): Promise<void> {
  await tx.query("delete from catalogue.message where created_at < $1::timestamptz - make_interval(days => $2)", [
    at,
    days,
  ]);
}
