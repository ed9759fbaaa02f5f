/** The title, subtitle and unit in the lines above a table: "Tabel 4.2.1" and its translation are set aside, a title over several lines is joined. */
import { unitInBrackets, unitRow } from "./header-units.ts";
import { oneLine } from "./locate-cells.ts";
import { cellAt, type GridRow } from "./locate-grid.ts";
import { beginsNotes } from "./notes.ts";

export interface TitleReading {
  readonly title: string | null;
  readonly subtitle: string | null;
  readonly unit: string | undefined;
}

const NUMBERING = /^(?:tabel|table|tab\.|gambar|lampiran)\s*:?\s*(?:[\dA-Z][\d.\-A-Z]*)?\s*[.:]?$/i;
const NUMBERED = /^(?:tabel|table)\s*[\d.]+[.:]?\s+(?=\p{L})/iu;
const ENGLISH = /\b(?:by|of|and|the|in)\b/i;
const CONTINUES =
  /^(?:di\b|menurut|berdasarkan|provinsi|prov\.|kabupaten|kota\b|kecamatan|tahun|th\.?\s|per\b|dan\b|serta|dalam|pada|triwulan|semester|bulan|keadaan|atas dasar|\(?(?:19|20)\d{2}\b)/iu;
/** A line that begins in lower case goes on with the one above. */
const GOES_ON = /^\p{Ll}/u;
const LETTERHEAD =
  /^(?:pemerintah(?:an)?|dinas|badan|biro|sekretariat|kantor|inspektorat|kementerian|rsud|rumah sakit|uptd?|bps|satuan kerja|instansi|jalan|jl\.)(?:\s|$)/i;
const UNFINISHED = /(?:\b(?:dan|di|menurut|per|pada|dalam|atas|tahun|kabupaten\/kota|provinsi)|[,/–-])\s*$/i;

/** The words of a line of titles: its cells, "Tabel 1" in a cell of its own left out. */
function lineOf(row: GridRow): string {
  const texts = [...new Set(row.filled.map((column) => oneLine(cellAt(row, column))))];
  const [first = ""] = texts;
  if (texts.length === 1) return first;
  if (NUMBERING.test(first)) return texts.slice(1).join(" ");
  return "";
}

export function readTitle(above: readonly GridRow[]): TitleReading {
  const lines: string[] = [];
  let unit: string | undefined;
  for (const row of above) {
    const line = lineOf(row);
    const own = unitRow(line);
    if (own !== undefined) unit = own;
    else if (line !== "" && !NUMBERING.test(line) && !beginsNotes(line)) lines.push(line.replace(NUMBERED, ""));
  }
  // Who issued the paper stands above what it is about.
  const about = lines.findIndex((line) => !LETTERHEAD.test(line));
  const [first, ...rest] = lines.slice(Math.max(0, about));
  if (first === undefined) return { title: null, subtitle: null, unit };
  let title = first;
  let next = 0;
  for (const line of rest) {
    const isEnglish = ENGLISH.test(line) && !/\b(?:menurut|di|dan)\b/i.test(line);
    if (isEnglish || !(CONTINUES.test(line) || GOES_ON.test(line) || UNFINISHED.test(title))) break;
    title = `${title} ${line}`;
    next += 1;
  }
  const subtitle = rest.slice(next).join(" ");
  return {
    title,
    subtitle: subtitle === "" ? null : subtitle,
    unit: unit ?? unitInBrackets(title) ?? unitInBrackets(subtitle),
  };
}
