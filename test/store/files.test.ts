import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sha256 } from "../../src/kernel/ids.ts";
import { openFileStore } from "../../src/store/files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jendela-files-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha256 = (bytes: string) => createHash("sha256").update(bytes).digest("hex") as Sha256;

describe("openFileStore", () => {
  it("keeps bytes under their hash, once", async () => {
    const files = await openFileStore(folder);
    const stored = await files.put(Readable.from([Buffer.from("kode,"), Buffer.from("nilai\n")]));
    expect(stored).toEqual({ sha256: sha256("kode,nilai\n"), bytes: 11 });
    expect(await files.put(Readable.from([Buffer.from("kode,nilai\n")]))).toEqual(stored);
    expect(await text(files.openRead(stored.sha256))).toBe("kode,nilai\n");
    expect(await text(files.openRead(stored.sha256, { start: 5, end: 6 }))).toBe("ni");
    expect(await files.sizeOf(stored.sha256)).toBe(11);
    expect(await readdir(join(folder, "drafts"))).toEqual([]);
  });

  it("keeps a copy of a file, and can take one over", async () => {
    const files = await openFileStore(folder);
    const [copied, adopted] = [join(folder, "a.csv"), files.draftPath()];
    await Promise.all([writeFile(copied, "a"), writeFile(adopted, "b")]);
    await files.put(copied);
    await files.adopt(adopted, { sha256: sha256("b"), bytes: 1 });
    expect(await readFile(copied, "utf8")).toBe("a");
    expect(await Promise.all([files.has(sha256("a")), files.has(sha256("b"))])).toEqual([true, true]);
    await files.remove(sha256("a"));
    expect(await files.has(sha256("a"))).toBe(false);
    expect(await files.sizeOf(sha256("a"))).toBeUndefined();
  });

  it("leaves nothing behind when the stream breaks or is given up", async () => {
    const files = await openFileStore(folder);
    const breaking = Readable.from(
      (function* () {
        yield Buffer.from("half");
        throw new Error("the line broke");
      })(),
    );
    await expect(files.put(breaking)).rejects.toThrow("the line broke");
    await expect(files.put(Readable.from([Buffer.from("x")]), AbortSignal.abort())).rejects.toThrow();
    expect(await readdir(join(folder, "drafts"))).toEqual([]);
  });

  it("sweeps what is old and on nobody's record, and keeps what comes again", async () => {
    const files = await openFileStore(folder);
    const put = async (text: string) => (await files.put(Readable.from([Buffer.from(text)]))).sha256;
    const [known, unknown, again, fresh] = [
      await put("known"),
      await put("unknown"),
      await put("again"),
      await put("fresh"),
    ];
    for (const name of [known, unknown, again]) await utimes(files.pathOf(name), new Date(0), new Date(0));
    expect(await put("again")).toBe(again);
    expect(await files.sweepUnknown(3_600_000, async () => new Set([known]))).toBe(1);
    const there = await Promise.all([known, unknown, again, fresh].map((name) => files.has(name)));
    expect(there).toEqual([true, false, true, true]);
  });

  it("sweeps what was never finished, and only that", async () => {
    const files = await openFileStore(folder);
    const [old, young] = [files.draftPath(), files.draftPath()];
    await Promise.all([writeFile(old, "x"), writeFile(young, "x")]);
    await utimes(old, new Date(0), new Date(0));
    expect(await files.sweep(3_600_000)).toBe(1);
    expect(await readdir(join(folder, "drafts"))).toHaveLength(1);
  });

  it("never makes a path of what is no hash", async () => {
    const files = await openFileStore(folder);
    for (const name of ["../../etc/passwd", "", "A".repeat(64)])
      expect(() => files.pathOf(name as Sha256)).toThrow(RangeError);
  });
});
