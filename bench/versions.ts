/** From a file to published versions, beside COPY into a table with the same key. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { type Bench, call, peakMb, round, SLUG, tell, timed } from "./setup.ts";

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
