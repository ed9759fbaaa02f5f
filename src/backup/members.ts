/**
 * The inner form of a backup: members one after the other, each a description, its bytes in pieces, and their SHA-256; at the end how many
 * there were. Whoever reads has the bytes checked when a member has been read to its end, and nobody reads on behind a wrong one.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { Fault } from "../kernel/fault.ts";
import { dumpedTableShape } from "../store/dump.ts";
import { type ByteReader, readBytes } from "./bytes.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const descriptionShape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("about"), createdAt: z.iso.datetime(), migrations: z.array(z.string()) }),
  z.object({ kind: z.literal("table"), table: dumpedTableShape }),
  z.object({ kind: z.literal("file"), sha256 }),
  z.object({ kind: z.literal("end"), members: z.int() }),
]);
export type Description = z.output<typeof descriptionShape>;

export interface Member {
  readonly description: Description;
  readonly bytes: AsyncIterable<Buffer>;
}

const MAX_PIECE = 16 * 1024 * 1024;

export async function* writeMembers(members: AsyncIterable<Member>): AsyncGenerator<Buffer> {
  let count = 0;
  for await (const { description, bytes } of members) {
    count += 1;
    yield* writePiece(Buffer.from(JSON.stringify(description)));
    const hash = createHash("sha256");
    for await (const piece of bytes) {
      if (piece.length === 0) continue;
      hash.update(piece);
      yield* writePiece(piece);
    }
    yield sizeOf(0);
    yield hash.digest();
  }
  yield* writePiece(Buffer.from(JSON.stringify({ kind: "end", members: count } satisfies Description)));
}

function* writePiece(piece: Buffer): Generator<Buffer> {
  yield sizeOf(piece.length);
  yield piece;
}

function sizeOf(length: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  return size;
}

/** Ends after the last member, when they were as many as were written. Throws `backup.damaged`. */
export async function* readMembers(plain: AsyncIterable<Buffer>): AsyncGenerator<Member> {
  const reader = readBytes(plain);
  for (let count = 0; ; count += 1) {
    const description = await readDescription(reader);
    if (description.kind === "end") {
      if (description.members !== count || !(await reader.isAtEnd())) throw new Fault("backup.damaged");
      return;
    }
    const bytes = readMember(reader);
    yield { description, bytes };
    // What nobody wanted is passed over, and checked all the same.
    for await (const _ of bytes);
  }
}

async function readDescription(reader: ByteReader): Promise<Description> {
  const piece = await readPiece(reader);
  try {
    return descriptionShape.parse(JSON.parse(piece.toString("utf8")));
  } catch {
    throw new Fault("backup.damaged");
  }
}

async function* readMember(reader: ByteReader): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for (;;) {
    const piece = await readPiece(reader);
    if (piece.length === 0) break;
    hash.update(piece);
    yield piece;
  }
  if (!hash.digest().equals(await reader.take(32))) throw new Fault("backup.damaged");
}

async function readPiece(reader: ByteReader): Promise<Buffer> {
  const length = (await reader.take(4)).readUInt32BE();
  if (length > MAX_PIECE) throw new Fault("backup.damaged");
  return reader.take(length);
}
