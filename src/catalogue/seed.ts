/**
 * Reference seeds: `regions.tsv`, `districts.tsv`, `agencies.json`, `topics.json`, `indicators.json`, `synonyms.tsv` of one
 * folder. The files are the
 * authority: seeding writes what differs and removes nothing, so that it may run at every start. Throws on a file that is not of the
 * agreed form.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { SYSTEM } from "../kernel/actor.ts";
import { isAgencySlug, isRegionCode, isSlug } from "../kernel/ids.ts";
import type { WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { learnWords, searchWords } from "./dataset-search.ts";
import { seedIndicators } from "./indicator-seed.ts";

const orNull = z.string().transform((cell) => (cell === "" ? null : cell));
const aliases = z.string().transform((cell) => (cell === "" ? [] : cell.split("|")));
const code = z.string().refine(isRegionCode);

const regionShape = z.object({
  code,
  bps_code: orNull,
  name: z.string().min(1),
  short_name: z.string().min(1),
  level: z.string(),
  kind: z.string(),
  parent: orNull,
  capital: orNull,
  aliases,
  valid_from: orNull,
  valid_to: orNull,
});

const districtShape = z.object({ code, bps_code: orNull, name: z.string().min(1), parent: code, aliases }).transform(
  (district): z.output<typeof regionShape> => ({
    ...district,
    short_name: district.name,
    level: "district",
    kind: "kecamatan",
    capital: null,
    valid_from: null,
    valid_to: null,
  }),
);

const agenciesShape = z.array(
  z.object({
    slug: z.string().refine(isAgencySlug),
    name: z.string().min(1),
    nameEn: z.string().nullish(),
    shortName: z.string().nullish(),
    kind: z.enum(["province", "regency"]),
    region: z.string().nullish(),
  }),
);

const topicsShape = z.array(
  z.object({ slug: z.string().refine(isSlug), title: z.object({ id: z.string().min(1), en: z.string().min(1) }) }),
);

interface Seeded {
  readonly regions: number;
  readonly agencies: number;
  readonly topics: number;
  readonly indicators: number;
  readonly synonyms: number;
}

/** Writes what differs from the files. Returns how many rows were new or changed: all zero the second time. */
export async function seedReference(tx: WriteTx, folder: string, now = new Date()): Promise<Seeded> {
  const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");
  const regions = [
    ...z.array(regionShape).parse(readTable(await read("regions.tsv"))),
    ...z.array(districtShape).parse(readTable(await read("districts.tsv"))),
  ];
  const agencies = agenciesShape.parse(JSON.parse(await read("agencies.json")));
  const topics = topicsShape.parse(JSON.parse(await read("topics.json")));
  const indicators: unknown = JSON.parse(await read("indicators.json"));
  const seeded: Seeded = {
    // A parent before its children: the file's order does not matter.
    regions: await seedRegions(
      tx,
      regions.sort((a, b) => a.code.length - b.code.length),
    ),
    agencies: await seedAgencies(tx, agencies),
    topics: await seedTopics(tx, topics),
    indicators: await seedIndicators(tx, indicators),
    synonyms: await seedSynonyms(tx, readTable(await read("synonyms.tsv"))),
  };
  if (Object.values(seeded).some((written) => written > 0))
    await recordAudit(tx, SYSTEM, "reference.seed", "reference", now, { ...seeded });
  return seeded;
}

/** Tab-separated, a header row, "#" for remarks. */
function readTable(text: string): readonly Record<string, string>[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  const [header = "", ...rows] = lines;
  const names = header.split("\t");
  return rows.map((row) => {
    const cells = row.split("\t");
    return Object.fromEntries(names.map((name, index) => [name, (cells[index] ?? "").trim()]));
  });
}

async function countWritten(tx: WriteTx, sql: string, rows: readonly object[]): Promise<number> {
  const [written] = await tx.query<{ count: string }>(
    `with written as (${sql} returning 1) select count(*) as count from written`,
    [JSON.stringify(rows)],
  );
  return Number(written?.count ?? 0);
}

const seedRegions = (tx: WriteTx, rows: readonly z.output<typeof regionShape>[]): Promise<number> =>
  countWritten(
    tx,
    `insert into catalogue.region as r (code, bps_code, name, short_name, level, kind, parent, capital, aliases, valid_from, valid_to)
     select code, bps_code, name, short_name, level, kind, parent, capital, aliases, valid_from, valid_to
     from jsonb_to_recordset($1::jsonb) as s (code text, bps_code text, name text, short_name text, level text, kind text, parent text,
       capital text, aliases text[], valid_from date, valid_to date)
     on conflict (code) do update set bps_code = excluded.bps_code, name = excluded.name, short_name = excluded.short_name,
       level = excluded.level, kind = excluded.kind, parent = excluded.parent, capital = excluded.capital, aliases = excluded.aliases,
       valid_from = excluded.valid_from, valid_to = excluded.valid_to
     where r.* is distinct from excluded.*`,
    rows,
  );

const seedAgencies = (tx: WriteTx, rows: z.output<typeof agenciesShape>): Promise<number> =>
  countWritten(
    tx,
    `insert into catalogue.agency as a (slug, name, name_en, short_name, kind, region)
     select slug, name, "nameEn", "shortName", kind, region
     from jsonb_to_recordset($1::jsonb) as s (slug text, name text, "nameEn" text, "shortName" text, kind text, region text)
     on conflict (slug) do update set name = excluded.name, name_en = excluded.name_en, short_name = excluded.short_name,
       kind = excluded.kind, region = excluded.region
     where (a.name, a.name_en, a.short_name, a.kind, a.region)
       is distinct from (excluded.name, excluded.name_en, excluded.short_name, excluded.kind, excluded.region)`,
    rows,
  );

const seedTopics = (tx: WriteTx, rows: z.output<typeof topicsShape>): Promise<number> =>
  countWritten(
    tx,
    `insert into catalogue.topic as t (slug, title_id, title_en, position)
     select slug, title->>'id', title->>'en', position
     from jsonb_to_recordset($1::jsonb) as s (slug text, title jsonb, position integer)
     on conflict (slug) do update set title_id = excluded.title_id, title_en = excluded.title_en, position = excluded.position
     where t.* is distinct from excluded.*`,
    rows.map((topic, position) => ({ ...topic, position })),
  );

/** Each line's phrases mean the same; a phrase of two lines means what either says. */
async function seedSynonyms(tx: WriteTx, lines: readonly Record<string, string>[]): Promise<number> {
  const meanings = new Map<string, Set<string>>();
  for (const { same = "" } of lines) {
    const phrases = same.split("|").map((phrase) => searchWords(phrase).join(" "));
    for (const phrase of phrases) {
      const known = meanings.get(phrase) ?? new Set();
      for (const other of phrases) if (other !== phrase) known.add(other);
      meanings.set(phrase, known);
    }
  }
  // Misspelt, they are found as well.
  await learnWords(tx, [...meanings.keys()]);
  return countWritten(
    tx,
    `insert into catalogue.search_synonym as s (phrase, meanings)
     select phrase, meanings from jsonb_to_recordset($1::jsonb) as r (phrase text, meanings text[])
     on conflict (phrase) do update set meanings = excluded.meanings where s.meanings is distinct from excluded.meanings`,
    [...meanings].map(([phrase, others]) => ({ phrase, meanings: [...others] })),
  );
}
