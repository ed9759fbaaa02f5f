/**
 * What the verbs for agencies, people and tokens share. Whoever can run them beside the database is trusted: they act as the system.
 * Results go to stdout, everything else that is said to stderr.
 */
import type { z } from "zod";
import type { OpenDatabase } from "../database.ts";
import type { Effects } from "../kernel/effects.ts";
import type { Store } from "../store/data-source.ts";
import { EXIT, Exit } from "./program.ts";

export interface AdministrationDeps {
  readonly openDatabase: () => Promise<OpenDatabase>;
  readonly effects: Effects;
  /** One line to stdout. */
  readonly print: (line: string) => void;
  /** One line to stderr. */
  readonly say: (line: string) => void;
  /** All of stdin. */
  readonly readInput: () => Promise<string>;
}

/** Opens the database for one piece of work and closes it, whatever happens. */
export async function withStore<T>(
  { openDatabase }: AdministrationDeps,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const database = await openDatabase();
  try {
    return await work(database.store);
  } finally {
    await database.close();
  }
}

/** Arguments held against their shape; ends with 2 and names what does not fit. */
export function readArguments<T>(shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Exit(EXIT.usage, lines.join("\n"));
}

/** The password on stdin, without the end of its line. Ends with 2 when there is none. */
export async function readPassword({ readInput }: AdministrationDeps): Promise<string> {
  const password = (await readInput()).replace(/\r?\n$/, "");
  if (password !== "" && !password.includes("\n")) return password;
  throw new Exit(EXIT.usage, "Kirim kata sandi satu baris lewat stdin. / Send the password as one line on stdin.");
}

/** Rows as one JSON array, or as tab-separated lines under a header. */
export function printRows(
  { print }: AdministrationDeps,
  rows: readonly Readonly<Record<string, unknown>>[],
  json: boolean,
): void {
  if (json) {
    print(JSON.stringify(rows));
    return;
  }
  const [first] = rows;
  if (first === undefined) return;
  const names = Object.keys(first);
  print(names.join("\t"));
  for (const row of rows) print(names.map((name) => showCell(row[name])).join("\t"));
}

function showCell(value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.join(",") : String(value);
}
