/** Whole files beside Node's own, a part of one beside COPY piped out. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { to as copyTo } from "pg-copy-streams";
import { type Bench, peakMb, round, SLUG, serve, tell, timed } from "./setup.ts";

async function drain(url: string): Promise<number> {
  const { seconds } = await timed(async () => {
    const response = await fetch(url, { headers: { "Accept-Encoding": "identity" } });
    for await (const chunk of response.body ?? []) void chunk;
  });
  return seconds;
}

/** Made on the way beside the csv that is made on the way: a filter that leaves every row, so that nothing kept is sent. */
async function benchStatistics(bench: Bench): Promise<void> {
  const made = (ending: string) => drain(`${bench.url}/download/${SLUG}.${ending}?tahun.gte=1900`);
  const csv = await made("csv");
  for (const ending of ["jsonstat.json", "sdmx.csv"]) {
    const seconds = await made(ending);
    tell({
      what: `all rows as ${ending}`,
      csv: round(csv),
      seconds: round(seconds),
      speed: round(csv / seconds),
      peakMb: await peakMb(bench),
    });
  }
}

export async function benchDownloads(bench: Bench, path: string): Promise<void> {
  const disk = await serve((_request, response) => void pipeline(createReadStream(path), response));
  // Once each before, so that both come from the page cache.
  await drain(disk.url);
  await drain(`${bench.url}/download/${SLUG}.csv`);
  const plain = await drain(disk.url);
  const ours = await drain(`${bench.url}/download/${SLUG}.csv`);
  tell({
    what: "whole csv",
    staticFile: round(plain),
    seconds: round(ours),
    ratio: round(ours / plain),
    peakMb: await peakMb(bench),
  });
  disk.server.close();
  const piped = await serve((_request, response) => {
    const rows =
      "copy (select * from bare where kode_kabupaten_kota = '73.06' order by 2, 4, 5, 6) to stdout (format csv, header)";
    void pipeline(bench.database.query(copyTo(rows)), response);
  });
  const copied = await drain(piped.url);
  const region = await drain(`${bench.url}/download/${SLUG}.csv?kode_kabupaten_kota=73.06`);
  tell({
    what: "one regency's csv",
    copyTo: round(copied),
    seconds: round(region),
    ratio: round(region / copied),
    peakMb: await peakMb(bench),
  });
  piped.server.close();
  await benchStatistics(bench);
}
