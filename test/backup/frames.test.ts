import { expect, it } from "vitest";
import { openFrames, sealFrames } from "../../src/backup/frames.ts";
import { fc } from "../setup/properties.ts";

async function* pieces(bytes: Buffer, size = bytes.length || 1): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function gather(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of stream) all.push(piece);
  return Buffer.concat(all);
}

const seal = (bytes: Buffer, secret?: string) => gather(sealFrames(pieces(bytes, 300_000), secret));
const open = (file: Buffer, secret?: string) => gather(openFrames(pieces(file, 65_536), secret));
const big = Buffer.concat([
  Buffer.alloc(900_000, "baris "),
  Buffer.from(Uint8Array.from({ length: 700_000 }, (_, i) => (i * i) >> 3)),
]);

it.each([undefined, "kunci"])("gives back what it was given, key %s", async (secret) => {
  for (const bytes of [Buffer.alloc(0), Buffer.from("a"), big]) {
    const file = await seal(bytes, secret);
    expect((await open(file, secret)).equals(bytes)).toBe(true);
  }
});

it.each([undefined, "kunci"])(
  "opens nothing that was changed in a byte, cut off or went on, key %s",
  async (secret) => {
    const file = await seal(Buffer.from("isi cadangan"), secret);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(file);
        changed[at] = (changed[at] ?? 0) ^ by;
        await expect(open(changed, secret)).rejects.toMatchObject({ code: expect.stringMatching(/^backup\./) });
        await expect(open(file.subarray(0, at), secret)).rejects.toMatchObject({
          code: expect.stringMatching(/^backup\./),
        });
      }),
      { numRuns: secret === undefined ? 200 : 8 },
    );
    await expect(open(Buffer.concat([file, Buffer.from("x")]), secret)).rejects.toMatchObject({
      code: "backup.damaged",
    });
  },
);

it("says what is amiss: no backup, no key, another key", async () => {
  await expect(open(Buffer.from("kode,nilai\n"))).rejects.toMatchObject({ code: "backup.unknown-form" });
  const file = await seal(big, "kunci");
  await expect(open(file)).rejects.toMatchObject({ code: "backup.needs-key" });
  await expect(open(file, "lain")).rejects.toMatchObject({ code: "backup.wrong-key" });
  expect(file.includes("baris baris")).toBe(false);
});
