/**
 * Letters that wait to be sent: messages of people who have an address. A server takes one letter at a time for as long as a lease lasts,
 * so that two servers never send the same; what came of it is written by whoever still holds the lease.
 */
import type { WriteTx } from "../store/transaction.ts";
import { MESSAGE_COLUMNS, type Message, type MessageRow, toMessage } from "./messages.ts";

/** Much longer than any attempt may take. */
const LEASE_SECONDS = 120;
/** Nobody wants to read then what was new this long ago; it is in the desk. */
const STALE_DAYS = 3;

export interface Letter {
  readonly message: Message;
  readonly address: string;
  /** This one included. */
  readonly attempts: number;
}

interface LetterRow extends MessageRow {
  mail: string;
  mail_attempts: number;
}

/** Takes the letter that has waited longest; undefined: none is due. */
export async function claimLetter(tx: WriteTx, now: Date): Promise<Letter | undefined> {
  const [row] = await tx.query<LetterRow>(
    `with taken as (
       update catalogue.message set mail_attempts = mail_attempts + 1,
         mail_lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
       where id = (
         select m.id from catalogue.message m join catalogue.person p on p.id = m.recipient
         where m.mail_next_at <= $1 and (m.mail_lease_until is null or m.mail_lease_until < clock_timestamp())
           and p.mail is not null and p.disabled_at is null and m.created_at > $1::timestamptz - interval '${STALE_DAYS} days'
         order by m.mail_next_at, m.id limit 1 for update of m skip locked) returning id, recipient, mail_attempts)
     select ${MESSAGE_COLUMNS}, p.mail, t.mail_attempts
     from taken t join catalogue.message m on m.id = t.id join catalogue.person p on p.id = t.recipient
       join catalogue.dataset d on d.id = m.dataset`,
    [now],
  );
  if (row === undefined) return undefined;
  return { message: toMessage(row), address: row.mail, attempts: row.mail_attempts };
}

export interface Outcome {
  readonly sent: boolean;
  /** A word, never what the mail server wrote. */
  readonly error?: string | undefined;
  /** When to try again; undefined: never. */
  readonly nextAt?: Date | undefined;
}

/** What came of the attempt. Nothing is written where somebody else has taken the letter since. */
export async function settleLetter(
  tx: WriteTx,
  letter: Letter,
  { sent, error, nextAt }: Outcome,
  at: Date,
): Promise<void> {
  await tx.query(
    `update catalogue.message set mail_lease_until = null, mail_sent_at = $3, mail_error = $4, mail_next_at = $5
     where id = $1 and mail_attempts = $2`,
    [letter.message.id, letter.attempts, sent ? at : null, error ?? null, nextAt ?? null],
  );
}
