/**
 * Field names from headers: `^[a-z][a-z0-9_]{0,62}$`, unique in a table. A name made again from itself stays the same, so that a file
 * we wrote reads back under the same names.
 */
import { withoutUnits } from "./header-units.ts";

const MAX = 63;

/** The header as a field name; "" when nothing of it can stand in one. A second line of a header is its translation and is left out. */
export function nameFrom(title: string): string {
  const firstLine = title.split(/\r?\n/).find((line) => line.trim() !== "") ?? "";
  const bare = withoutUnits(firstLine);
  const slug = (bare === "" ? firstLine : bare)
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/%/g, " persen ")
    .replace(/²/g, "2")
    .replace(/³/g, "3")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return cut(slug);
}

const cut = (name: string): string => name.slice(0, MAX).replace(/_+$/, "");

/** What a column is to be called: by its own header, and by its headers above where that is not enough. */
export interface Naming {
  readonly column: number;
  /** Top to bottom. */
  readonly path: readonly string[];
  /** Used as a prefix when the leaf is a bare year or number. */
  readonly fallback: string;
}

const startsWell = (name: string): boolean => /^[a-z]/.test(name);

/** Names in the order given. */
export function nameColumns(columns: readonly Naming[]): string[] {
  const leaves = columns.map(({ path }) => nameFrom(path[path.length - 1] ?? ""));
  const count = new Map<string, number>();
  for (const leaf of leaves) count.set(leaf, (count.get(leaf) ?? 0) + 1);
  const first = columns.map((naming, at) => {
    const leaf = leaves[at] ?? "";
    const shared = leaf !== "" && (count.get(leaf) ?? 0) > 1;
    if (!shared && startsWell(leaf)) return leaf;
    return prefixed(naming, leaf);
  });
  return distinguish(first);
}

function prefixed({ column, path, fallback }: Naming, leaf: string): string {
  const uppers = path
    .slice(0, -1)
    .map(nameFrom)
    .filter((name) => name !== "");
  const full = joinNames([...uppers, leaf].filter((name) => name !== ""));
  if (full === "") return `kolom_${column}`;
  if (startsWell(full)) return full;
  const base = nameFrom(fallback);
  return joinNames([startsWell(base) ? base : /^(?:19|20)\d{2}(?:_|$)/.test(full) ? "tahun" : "kolom", full]);
}

/** Joined and cut so that the end, which tells them apart, is kept. */
function joinNames(parts: readonly string[]): string {
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return cut(first);
  const tail = rest.join("_");
  const room = MAX - tail.length - 1;
  return room < 1 ? cut(tail.slice(-MAX).replace(/^[^a-z]+/, "")) : `${cut(first.slice(0, room))}_${tail}`;
}

/** The second of a name becomes `_2`, the third `_3`. */
function distinguish(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const own = new Set(names);
  return names.map((name) => {
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
    for (let number = 2; ; number++) {
      const tail = `_${number}`;
      const next = `${cut(name.slice(0, MAX - tail.length))}${tail}`;
      if (!taken.has(next) && !own.has(next)) {
        taken.add(next);
        return next;
      }
    }
  });
}
