/** `jendela inspect FILE`: what the reader sees, for people or as JSON. Needs neither database nor server. */
import { type Command, InvalidArgumentError } from "commander";
import type { Issue } from "../kernel/finding.ts";
import { type Inspection, inspectFile } from "../tabular/inspect.ts";
import { recipeOfFile } from "../tabular/recipe-of-file.ts";
import { refusing } from "./refuse.ts";
import { readRegionFacts } from "./region-facts.ts";

interface Options {
  readonly sheet?: string;
  readonly table?: number;
  readonly json?: boolean;
  readonly recipe?: boolean;
}

/** "1", "2", …: a table's number. */
export function tableNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new InvalidArgumentError("Nomor tabel mulai dari 1. / Tables are numbered from 1.");
  return Number(text);
}

const severities: { readonly [S in Issue["severity"]]: string } = {
  error: "salah",
  warning: "periksa",
  note: "catatan",
};

function showIssue({ severity, code, cell, row, message }: Issue): string {
  const place = cell ?? (row === undefined ? "" : `baris ${row}`);
  return `  [${severities[severity]}] ${place === "" ? "" : `${place}: `}${message.id} (${code})`;
}

/** For people: a few lines a table. */
function showInspection({ file, tables, issues }: Inspection): string {
  const facts = [
    file.format,
    file.encoding,
    file.delimiter === null ? null : `pemisah ${JSON.stringify(file.delimiter)}`,
  ].filter((fact) => fact !== null);
  const lines = [`${file.name}: ${facts.join(", ")}, ${file.bytes} bita`];
  for (const table of tables) {
    const sheet = table.sheet === null ? "" : `lembar “${table.sheet}”${table.hidden ? " (tersembunyi)" : ""}: `;
    lines.push("", `${sheet}${table.title ?? "tanpa judul"}${table.unit === null ? "" : ` [${table.unit}]`}`);
    const header =
      table.headerRows === null ? "tanpa judul kolom" : `judul kolom di baris ${table.headerRows.join("–")}`;
    lines.push(
      `  ${header}; data di baris ${table.dataRows.join("–")}; ${table.bodyRows} baris isi, ${table.totalRows.length} baris jumlah`,
    );
    if (table.layout === "wide")
      lines.push(`  periode di ${table.periodColumns.length} kolom; bentuk panjangnya ${table.longRows} baris`);
    for (const field of table.fields) {
      const more = [
        field.role,
        field.unit,
        field.decimalMark === null ? null : `desimal ${field.decimalMark}`,
        field.missing > 0 ? `${field.missing} kosong` : null,
      ];
      lines.push(
        `  ${String(field.column).padStart(3)} ${field.name}: ${[field.type, ...more.filter((word) => word !== null)].join(", ")}`,
      );
    }
    for (const { row, text } of table.notes) lines.push(`  baris ${row}: ${text.slice(0, 160)}`);
  }
  if (issues.length > 0) lines.push("", ...issues.map(showIssue));
  return `${lines.join("\n")}\n`;
}

export function addInspectCommand(program: Command): void {
  program
    .command("inspect")
    .description(
      "Lihat apa yang dibaca dari berkas, tanpa basis data / see what is read from a file, without a database",
    )
    .argument("<file>", "CSV, XLSX, XLS, ODS …")
    .option("--sheet <name>", "hanya lembar ini / only this sheet")
    .option(
      "--table <number>",
      "hanya tabel nomor ini, yang terbesar nomor 1 / only this table, the largest is 1",
      tableNumber,
    )
    .option("--json", "hasil sebagai JSON / as JSON")
    .option("--recipe", "usulan resep dari lebar ke panjang, sebagai JSON / the proposed recipe, as JSON")
    .action(async (file: string, { sheet, table, json, recipe }: Options) => {
      if (recipe === true) {
        const proposed = await refusing(file, async () => recipeOfFile(file, { sheet, table }));
        process.stdout.write(`${JSON.stringify(proposed, null, 2)}\n`);
        return;
      }
      const inspection = await refusing(file, async () =>
        inspectFile(file, { sheet, table, regions: await readRegionFacts() }),
      );
      process.stdout.write(json === true ? `${JSON.stringify(inspection)}\n` : showInspection(inspection));
    });
}
