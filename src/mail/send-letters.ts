/**
 * Sends the letters that are due. One that is refused for now, or that could not be brought, is tried again ever more seldom until it is
 * three days old; one that is refused for good is not tried again. The message itself stays in the desk whatever becomes of its letter.
 */
import { claimLetter, type Letter, settleLetter } from "../catalogue/mail-outbox.ts";
import type { Effects } from "../kernel/effects.ts";
import type { Store } from "../store/data-source.ts";
import { writeLetter } from "./letter.ts";
import type { Post } from "./post.ts";

export interface MailDeps {
  readonly store: Store;
  readonly effects: Effects;
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
  readonly post: Post;
}

const MINUTE = 60_000;
/** After the first attempt, the second, and so on; then twice a day. */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * 60 * MINUTE, 6 * 60 * MINUTE] as const;
const LAST_PAUSE = 12 * 60 * MINUTE;
/** Then other sweeps have their turn. */
const AT_ONCE = 20;

const pauseAfter = (attempts: number): number => PAUSES[attempts - 1] ?? LAST_PAUSE;

/** Ends early when the mail server cannot be reached: the next letter would not reach it either. */
export async function sendLetters(deps: MailDeps): Promise<void> {
  const { store, effects } = deps;
  for (let sent = 0; sent < AT_ONCE; sent += 1) {
    const letter = await store.write((tx) => claimLetter(tx, effects.now()));
    if (letter === undefined || !(await sendOne(deps, letter))) return;
  }
}

/** Was the mail server there? */
async function sendOne({ store, effects, baseUrl, post }: MailDeps, letter: Letter): Promise<boolean> {
  const { message, address, attempts } = letter;
  const error = await post({ ...writeLetter(message, baseUrl), to: address, messageId: `pesan-${message.id}` });
  const at = effects.now();
  const nextAt = error === undefined || error === "refused" ? undefined : new Date(at.getTime() + pauseAfter(attempts));
  await store.write((tx) => settleLetter(tx, letter, { sent: error === undefined, error, nextAt }, at));
  if (error === undefined) effects.observe({ kind: "letter-sent", level: "debug", message: message.id });
  else effects.observe({ kind: "letter-not-sent", level: "warn", message: message.id, attempts, error });
  return error !== "not-reachable";
}
