/** A process that holds an embedded database as a server does: prints its address, stops it on SIGTERM or SIGINT, exits 0. */
import pg from "pg";
import { startEmbedded } from "../../src/store/embedded.ts";

const [home = "", lag = "0"] = process.argv.slice(2);
const embedded = await startEmbedded({ home, settings: { fsync: "off" } });

async function leave(): Promise<void> {
  // A server still needs its database while it finishes its work.
  await new Promise((done) => setTimeout(done, Number(lag)));
  const client = new pg.Client({ connectionString: embedded.url });
  await client.connect();
  await client.query("select 1");
  await client.end();
  await embedded.stop();
  process.exit(0);
}

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void leave());
process.stdout.write(`${embedded.url}\n`);
setInterval(() => {}, 60_000);
