/**
 * The dialect of a CSV: delimiter, quote, and Excel's `sep=` line. Decided by how evenly a large sample splits, never by the decimal mark:
 * "1,5;2,5" is two numbers, and a comma that always stands between digits speaks against itself. Never throws.
 */

type Delimiter = "," | ";" | "\t" | "|";
export type Quote = '"' | "'";

export interface Dialect {
  readonly delimiter: string;
  readonly quote: Quote;
  /** A first line "sep=;" that is no row. */
  readonly hasSepLine: boolean;
}

const CANDIDATES: readonly Delimiter[] = [";", "\t", "|", ","];

/** What follows "sep=" on Excel's own first line, else undefined. */
function findSepLine(line: string): string | undefined {
  return /^"?sep=([^"\r\n])"?\s*$/i.exec(line)?.[1];
}

interface Evidence {
  readonly delimiter: Delimiter;
  /** Share of records that have the commonest width above one. */
  readonly evenness: number;
  readonly width: number;
  /** Share of its occurrences that look like a decimal or a pause in prose. */
  readonly doubt: number;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Widths of the sample's records, and how the delimiter's neighbours look. Quoted stretches are skipped. */
function weighDelimiter(sample: string, delimiter: Delimiter, quote: Quote): Evidence {
  const mark = delimiter.charCodeAt(0);
  const quoteMark = quote.charCodeAt(0);
  const widths = new Map<number, number>();
  let records = 0;
  let width = 1;
  let ink = false;
  let seen = 0;
  let doubtful = 0;
  let cellStart = true;
  for (let at = 0; at < sample.length; at++) {
    const code = sample.charCodeAt(at);
    if (code === quoteMark && cellStart) {
      const close = closingQuote(sample, at + 1, quote);
      if (close < 0) {
        // Never closed within the sample: an ordinary character.
        cellStart = false;
        ink = true;
        continue;
      }
      at = close;
      ink = true;
      cellStart = false;
    } else if (code === mark) {
      const next = sample.charCodeAt(at + 1);
      seen += 1;
      if ((isDigit(sample.charCodeAt(at - 1)) && isDigit(next)) || next === 32) doubtful += 1;
      width += 1;
      cellStart = true;
    } else if (code === 10) {
      if (ink) {
        widths.set(width, (widths.get(width) ?? 0) + 1);
        records += 1;
      }
      width = 1;
      ink = false;
      cellStart = true;
    } else if (code !== 32 && code !== 9 && code !== 13) {
      ink = true;
      cellStart = false;
    }
  }
  if (ink) {
    widths.set(width, (widths.get(width) ?? 0) + 1);
    records += 1;
  }
  let best = 1;
  let bestCount = 0;
  for (const [candidate, count] of widths) {
    if (candidate > 1 && (count > bestCount || (count === bestCount && candidate > best))) {
      best = candidate;
      bestCount = count;
    }
  }
  return {
    delimiter,
    evenness: records === 0 ? 0 : bestCount / records,
    width: best,
    doubt: seen === 0 ? 1 : doubtful / seen,
  };
}

/** Where the quoted stretch that began before `from` ends; doubled quotes belong to it. */
function closingQuote(text: string, from: number, quote: Quote): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at;
  }
  return -1;
}

/** A file that wraps its cells in apostrophes and never uses the double quote. */
function quoteOf(sample: string): Quote {
  if (sample.includes('"')) return '"';
  const wrapped = sample.match(/(?:^|[,;\t|\n])'[^'\n]*'(?=[,;\t|\r\n]|$)/g)?.length ?? 0;
  const opened = sample.match(/(?:^|[,;\t|\n])'/g)?.length ?? 0;
  return wrapped >= 2 && wrapped >= opened * 0.9 ? "'" : '"';
}

/** Evenness counts most, then how many columns it makes, then the absence of doubt. Width is damped: 30 columns are no better than 10. */
const scoreOf = ({ evenness, width, doubt, delimiter }: Evidence): number =>
  width < 2 ? 0 : evenness * (1 + Math.min(width, 8) / 40) * (1 - doubt * (delimiter === "," ? 0.45 : 0.1));

/**
 * @param sample  The file's beginning, decoded; a cut last line is harmless.
 * @returns       Comma and double quote where nothing splits the sample.
 */
export function sniffDialect(sample: string): Dialect {
  const firstLine = sample.slice(0, 40).split(/\r\n?|\n/, 1)[0] ?? "";
  const declared = findSepLine(firstLine);
  const quote = quoteOf(sample);
  if (declared !== undefined) return { delimiter: declared, quote, hasSepLine: true };
  let delimiter: Delimiter = ",";
  let best = 0;
  for (const candidate of CANDIDATES) {
    const score = scoreOf(weighDelimiter(sample, candidate, quote));
    if (score > best) {
      best = score;
      delimiter = candidate;
    }
  }
  return { delimiter, quote, hasSepLine: false };
}
