/**
 * Boundaries of regions that the operator gave: a GeoJSON file, or a folder of them, from whichever agency. Which region a feature is of is
 * found by a code in its properties (Kemendagri's with or without dots, Badan Pusat Statistik's), else by names; the deepest region that
 * is meant counts, since a district's feature often names its regency and its province too.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { listRegions, type Region } from "../catalogue/reference.ts";
import type { Store } from "../store/data-source.ts";

export interface Boundaries {
  /** Changes when the files do. */
  readonly mark: string;
  /** A GeoJSON geometry as text, by dotted code. */
  readonly geometries: ReadonlyMap<string, string>;
}

/** Read when first asked for, and again when the files have changed. */
export function openBoundaries(path: string, store: Store): () => Promise<Boundaries> {
  let held: Promise<Boundaries> | undefined;
  let mark = "";
  return async () => {
    const files = await listFiles(path);
    const now = files.map(({ name, size, changed }) => `${name} ${size} ${changed}`).join("\n");
    if (held === undefined || now !== mark) {
      mark = now;
      const reading = readAll(files, store).then((geometries) => ({ mark: now, geometries }));
      held = reading;
      // A file that was half copied is read anew by the next who asks.
      reading.catch(() => {
        if (held === reading) held = undefined;
      });
    }
    return held;
  };
}

interface BoundaryFile {
  readonly name: string;
  readonly size: number;
  readonly changed: number;
}

async function listFiles(path: string): Promise<readonly BoundaryFile[]> {
  const folder = (await stat(path)).isDirectory();
  const names = folder
    ? (await readdir(path))
        .filter((name) => /\.(?:geo)?json$/i.test(name))
        .sort()
        .map((name) => join(path, name))
    : [path];
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(name);
      return { name, size, changed: mtimeMs };
    }),
  );
}

async function readAll(files: readonly BoundaryFile[], store: Store): Promise<ReadonlyMap<string, string>> {
  const find = regionFinder(await store.read((tx) => listRegions(tx)));
  const geometries = new Map<string, string>();
  for (const { name } of files)
    for (const { id, properties, geometry } of featuresOf(JSON.parse(await readFile(name, "utf8")))) {
      const code = find(id, properties);
      if (code !== undefined && !geometries.has(code)) geometries.set(code, JSON.stringify(geometry));
    }
  return geometries;
}

interface Feature {
  readonly id: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: object;
}

const isObject = (thing: unknown): thing is Readonly<Record<string, unknown>> =>
  typeof thing === "object" && thing !== null;

function featuresOf(document: unknown): readonly Feature[] {
  if (!isObject(document)) return [];
  const list =
    document.type === "FeatureCollection" && Array.isArray(document.features) ? document.features : [document];
  return list.flatMap((one: unknown) =>
    isObject(one) && one.type === "Feature" && isObject(one.geometry)
      ? [{ id: one.id, properties: isObject(one.properties) ? one.properties : {}, geometry: one.geometry }]
      : [],
  );
}

const CODE_NAME = /kode|code|^kd|bps|kemendagri|^id$/i;
const plainName = (text: string): string =>
  text
    .toUpperCase()
    .replace(/^(?:PROVINSI|PROV\.?|KABUPATEN|KAB\.?|KECAMATAN|KEC\.?)\s+/, "")
    .replace(/[^A-Z0-9]/g, "");

/** Finds the dotted code of the region that a feature is of. */
export function regionFinder(
  regions: readonly Region[],
): (id: unknown, properties: Readonly<Record<string, unknown>>) => string | undefined {
  const byCode = new Map<string, Region>();
  const byName = new Map<string, Region[]>();
  for (const region of regions) {
    for (const code of [region.bpsCode, region.code.replaceAll(".", "")])
      if (code !== undefined) byCode.set(code, region);
    for (const name of new Set([region.name, region.shortName, ...region.aliases].map(plainName)))
      byName.set(name, [...(byName.get(name) ?? []), region]);
  }
  return (id, properties) => {
    const codes = [["id", id] as const, ...Object.entries(properties)]
      .filter(([name]) => CODE_NAME.test(name))
      .flatMap(([, value]) => byCode.get(String(value).replace(/^ID/i, "").replaceAll(".", "")) ?? []);
    if (codes.length > 0) return deepest(codes)?.code;
    const named = Object.values(properties).flatMap((value) =>
      typeof value === "string" ? [byName.get(plainName(value)) ?? []] : [],
    );
    const all = new Set(named.flat().map(({ code }) => code));
    // A name that several regions bear is of the one whose parent is named beside it.
    const sure = named.flatMap((some) =>
      some.length === 1 ? some : some.filter(({ parent }) => parent !== undefined && all.has(parent)),
    );
    return deepest(sure)?.code;
  };
}

const deepest = (regions: readonly Region[]): Region | undefined =>
  [...regions].sort((a, b) => b.code.length - a.code.length)[0];
