/**
 * Between two steps of signing in: who has shown a password and owes a code, or what was sent along to the single sign-on. The browser
 * has a random text; its hash finds what is remembered, for ten minutes.
 */
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { ReadTx, WriteTx } from "../store/transaction.ts";

const detailShape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("code"), person: z.string(), next: z.string() }),
  z.object({ kind: z.literal("sso"), state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string() }),
]);

export type SignInStep = z.output<typeof detailShape>;

export const STEP_MINUTES = 10;

const hashOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();

/** What the browser is given. Steps that nobody finished are swept with it. */
export async function beginStep(tx: WriteTx, detail: SignInStep, now: Date): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  await tx.query("delete from catalogue.sign_in_step where expires_at < $1", [now]);
  await tx.query("insert into catalogue.sign_in_step (hash, detail, expires_at) values ($1, $2::jsonb, $3)", [
    hashOf(secret),
    JSON.stringify(detail),
    new Date(now.getTime() + STEP_MINUTES * 60_000),
  ]);
  return secret;
}

/** Undefined where there is none, or it took too long. */
export async function findStep(tx: ReadTx, secret: string, now: Date): Promise<SignInStep | undefined> {
  const [row] = await tx.query<{ detail: unknown }>(
    "select detail from catalogue.sign_in_step where hash = $1 and expires_at > $2",
    [hashOf(secret), now],
  );
  return row === undefined ? undefined : detailShape.safeParse(row.detail).data;
}

/** It is good for one thing, once: false where it was ended already. */
export async function endStep(tx: WriteTx, secret: string): Promise<boolean> {
  const ended = await tx.query(
    "with ended as (delete from catalogue.sign_in_step where hash = $1 returning hash) select hash from ended",
    [hashOf(secret)],
  );
  return ended.length === 1;
}
