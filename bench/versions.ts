/** From a file to published versions, beside COPY into a table with the same key. */
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { benchPackage, makeData } from "./make-data.ts";
import { type Bench, call, peakMb, ROOT, round, SLUG, tell, timed } from "./setup.ts";

/** The dataset of the benchmark's table, which has no version yet. */
export const declare = (bench: Bench, slug = SLUG): Promise<unknown> =>
  call(bench, "/api/v1/datasets", bench.officer, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(benchPackage(slug)),
  });

/** A dataset of about so many rows, published. */
export async function publishTable(bench: Bench, slug: string, wanted: number): Promise<void> {
  const file = join(bench.home, `${slug}.csv`);
  const rows = await makeData(file, wanted, { seeds: join(ROOT, "seeds") });
  await declare(bench, slug);
  const { seconds } = await timed(() => uploadAndPublish(bench, file, slug));
  await rm(file);
  tell({ what: "published", slug, rows, seconds: round(seconds), peakMb: await peakMb(bench) });
}

/** From the first byte sent to the moment the version is published. */
export async function uploadAndPublish(bench: Bench, path: string, slug = SLUG): Promise<void> {
  const sent = await call(bench, `/api/v1/datasets/${slug}/uploads`, bench.officer, {
    method: "POST",
    body: createReadStream(path) as unknown as ReadableStream, // fetch of Node takes any async iterable
    headers: { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=bench.csv" },
    duplex: "half",
  } as RequestInit);
  for (;;) {
    const { status, report } = await call(bench, `/api/v1/uploads/${sent.id}`, bench.officer);
    if (status === "ready") break;
    if (status !== "received" && status !== "checking")
      throw new Error(`${status}: ${JSON.stringify(report).slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await call(bench, `/api/v1/uploads/${sent.id}/publish`, bench.reviewer, { method: "POST" });
}

async function copyBare({ database }: Bench, path: string): Promise<number> {
  await database.query("drop table if exists bare");
  await database.query(
    `create table bare (kode_kabupaten_kota text, kode_kecamatan text, nama_kecamatan text, tahun integer, bulan integer, indikator text,
     nilai numeric, satuan text, primary key (kode_kecamatan, tahun, bulan, indikator))`,
  );
  const { seconds } = await timed(() =>
    pipeline(createReadStream(path), database.query(copyFrom("copy bare from stdin (format csv, header)"))),
  );
  await database.query("analyze bare");
  return seconds;
}

export async function benchVersions(bench: Bench, first: string, second: string): Promise<void> {
  const copy = await copyBare(bench, first);
  const one = await timed(() => uploadAndPublish(bench, first));
  tell({
    what: "first version",
    copyWithKey: round(copy),
    seconds: round(one.seconds),
    ratio: round(one.seconds / copy),
    peakMb: await peakMb(bench),
  });
  const two = await timed(() => uploadAndPublish(bench, second));
  tell({
    what: "second version, 1 % changed",
    seconds: round(two.seconds),
    ratio: round(two.seconds / copy),
    peakMb: await peakMb(bench),
  });
}
