/** Whole files beside Node's own, a part of one beside COPY piped out. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { to as copyTo } from "pg-copy-streams";
import { type Bench, peakMb, round, SLUG, serve, takeTurns, tell } from "./setup.ts";

const ROUNDS = 7;
/** All rows made anew take seconds each. */
const FEW_ROUNDS = 3;

export async function drain(url: string): Promise<void> {
  const response = await fetch(url, { headers: { "Accept-Encoding": "identity" } });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  for await (const chunk of response.body ?? []) void chunk;
}

async function benchWhole(bench: Bench, path: string): Promise<void> {
  const disk = await serve((_request, response) => void pipeline(createReadStream(path), response));
  const [plain = 0, ours = 0] = await takeTurns(ROUNDS, [
    () => drain(disk.url),
    () => drain(`${bench.url}/download/${SLUG}.csv`),
  ]);
  disk.server.close();
  tell({
    what: "whole csv",
    staticFile: round(plain),
    seconds: round(ours),
    ratio: round(ours / plain),
    peakMb: await peakMb(bench),
  });
}

async function benchRegency(bench: Bench): Promise<void> {
  const piped = await serve((_request, response) => {
    const rows =
      "copy (select * from bare where kode_kabupaten_kota = '73.06' order by 2, 4, 5, 6) to stdout (format csv, header)";
    void pipeline(bench.database.query(copyTo(rows)), response);
  });
  const [copied = 0, ours = 0] = await takeTurns(ROUNDS, [
    () => drain(piped.url),
    () => drain(`${bench.url}/download/${SLUG}.csv?kode_kabupaten_kota=73.06`),
  ]);
  piped.server.close();
  tell({
    what: "one regency's csv",
    copyTo: round(copied),
    seconds: round(ours),
    ratio: round(ours / copied),
    peakMb: await peakMb(bench),
  });
}

/** Made on the way beside the csv that is made on the way: a filter that leaves every row, so that nothing kept is sent. */
export async function benchStatistics(bench: Bench): Promise<void> {
  const endings = ["jsonstat.json", "sdmx.csv"];
  const [csv = 0, ...seconds] = await takeTurns(
    FEW_ROUNDS,
    ["csv", ...endings].map((ending) => () => drain(`${bench.url}/download/${SLUG}.${ending}?tahun.gte=1900`)),
  );
  for (const [index, ending] of endings.entries()) {
    const took = seconds[index] ?? 0;
    tell({ what: `all rows as ${ending}`, csv: round(csv), seconds: round(took), speed: round(csv / took) });
  }
  tell({ what: "all rows", peakMb: await peakMb(bench) });
}

export async function benchDownloads(bench: Bench, path: string): Promise<void> {
  await benchWhole(bench, path);
  await benchRegency(bench);
  await benchStatistics(bench);
}
