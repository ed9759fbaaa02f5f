/** The files that officers send: good ones of any size, and broken ones in every way that must not be published. */
import { HEADER, type Rows, toCsv } from "./ledger.ts";
import type { Random } from "./random.ts";

export interface MadeFile {
  readonly bytes: Buffer;
  /** Undefined: broken. */
  readonly rows: Rows | undefined;
}

export function makeFile(random: Random): MadeFile {
  if (random.chance(0.15)) return { bytes: makeBroken(random), rows: undefined };
  const size = random.pick([
    [5, random.whole(1, 50)],
    [5, random.whole(500, 3_000)],
    [2, random.whole(10_000, 30_000)],
  ]);
  const from = random.whole(1, 400);
  const rows = new Map<number, string>();
  for (let number = from; number < from + size; number += 1) rows.set(number, makeRow(random));
  return { bytes: Buffer.from(toCsv(rows)), rows };
}

/** A digit other than 0 behind the point, so that there is one way to write the number. */
const makeRow = (random: Random): string =>
  `Barang ${random.whole(1, 9)},${random.whole(100, 999)}.${random.whole(1, 9)}`;

const makeBroken = (random: Random): Buffer =>
  random.pick([
    [2, Buffer.from(`${HEADER}\n1,Barang 1,entah\n2,Barang 2,1.5\n`)],
    [2, Buffer.from(`${HEADER}\n1,Barang 1,1.5\n1,Barang 2,2.5\n`)],
    [1, Buffer.from("kolom,lain\n1,2\n3,4\n")],
    [1, Buffer.from(Array.from({ length: 3_000 }, () => random.whole(0, 255)))],
    [1, Buffer.from(`${HEADER}\n`)],
    [1, Buffer.from("PK\u0003\u0004 bukan zip")],
  ]);
