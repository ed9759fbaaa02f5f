/**
 * Where a copy is kept: a folder or a schema of PostgreSQL. Both promise the same: what a reader sees is always one whole version, and a
 * process that is killed leaves either the version before or the new one.
 */
import { createHash } from "node:crypto";
import type { DatasetSlug } from "../kernel/ids.ts";
import type { Description } from "./description.ts";
import { Mismatch } from "./merge.ts";

/** How far the copy has come; written before the work that it names, so that nothing is forgotten. */
export interface FollowState {
  readonly source: string;
  /** Absent: every dataset. */
  readonly only?: readonly DatasetSlug[] | undefined;
  /** Absent: from the beginning. */
  readonly cursor?: string | undefined;
  /** Datasets that still have to be looked at. */
  readonly pending: readonly DatasetSlug[];
}

export interface Target {
  readonly readState: () => Promise<FollowState | undefined>;
  readonly writeState: (state: FollowState) => Promise<void>;
  /** Every dataset of which there is a copy, or the record that it had to go. */
  readonly list: () => Promise<readonly DatasetSlug[]>;
  /** What the copy is; undefined where there is none, or what is there is damaged. */
  readonly find: (slug: DatasetSlug) => Promise<Description | undefined>;
  /** The same data under a description that has changed. */
  readonly describe: (description: Description) => Promise<void>;
  /** Is the data there already, though its description is not? Then it is given that description. */
  readonly adopt: (description: Description) => Promise<boolean>;
  /** The whole version. Throws Mismatch when the bytes are not those of the description. */
  readonly replace: (description: Description, csv: AsyncIterable<Uint8Array>) => Promise<void>;
  /** The copy of `from` becomes `to`. Throws Mismatch when it does not; then the copy is as it was. */
  readonly step: (from: Description, to: Description, diff: AsyncIterable<Uint8Array>) => Promise<void>;
  /** The data goes; why is kept. */
  readonly takeDown: (slug: DatasetSlug, kind: "withdrawn" | "removed", reason: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Passes bytes on, and throws Mismatch at their end unless they are those of the description's CSV. */
export async function* verified(
  chunks: AsyncIterable<Uint8Array | string>,
  { slug, version, sha256, bytes }: Description,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of chunks) {
    const piece = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += piece.byteLength;
    // No more than was announced is ever kept.
    if (size > bytes) break;
    hash.update(piece);
    yield piece;
  }
  if (size !== bytes || hash.digest("hex") !== sha256)
    throw new Mismatch(`${slug} v${version}: the bytes are not those that the server announced`);
}
