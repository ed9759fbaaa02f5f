/** A picture of a piece of the officer's own sheet: column letters and row numbers as in Excel, cells in question marked by colour and sign. */
import type { SheetRows } from "../intake/sheet-window.ts";
import { columnLetters, type Finding, type Severity } from "../kernel/finding.ts";
import type { Lang } from "../kernel/locale.ts";
import { deskWords } from "./words-desk.ts";

/** How many rows stand above and below one in question, and columns beside. */
const AROUND = 2;
const BESIDE = 3;
const FIRST_COLUMNS = 2;
const MOST_COLUMNS = 14;

/** The rows that the pictures of these findings need. */
export function rowsAround(
  findings: readonly Finding[],
  headerRows: readonly [number, number] | null | undefined,
): Set<number> {
  const rows = new Set<number>();
  for (const { row } of findings)
    if (row !== undefined) for (let near = Math.max(1, row - AROUND); near <= row + AROUND; near += 1) rows.add(near);
  for (let row = headerRows?.[0] ?? 1; headerRows != null && row <= headerRows[1]; row += 1) rows.add(row);
  return rows;
}

interface SheetPictureProps {
  readonly findings: readonly Finding[];
  readonly rows: SheetRows;
  readonly headerRows: readonly [number, number] | null | undefined;
  readonly lang: Lang;
}

/** Nothing where none of the rows could be read. */
export function SheetPicture({ findings, rows, headerRows, lang }: SheetPictureProps): JSX.Element {
  const t = deskWords[lang];
  const numbers = [...rowsAround(findings, headerRows)].filter((row) => rows.has(row)).sort((a, b) => a - b);
  if (!findings.some(({ row }) => row !== undefined && rows.has(row))) return "";
  const columns = columnsAround(findings, Math.max(...numbers.map((row) => rows.get(row)?.length ?? 0)));
  const marks = new Map(findings.map(({ row, column, severity }) => [`${row} ${column ?? 0}`, severity]));
  const isHeader = (row: number): boolean => headerRows != null && row >= headerRows[0] && row <= headerRows[1];
  const label = t.sheetPicture(`${numbers[0] ?? ""}–${numbers.at(-1) ?? ""}`);
  return (
    <div class="scroll sheet" tabindex="0" role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen" safe>
                {t.rowHead}
              </span>
            </th>
            {columns.map((column, index) => (
              <>
                {isGap(columns, index) && <Gap words={t.columnsSkipped} />}
                <th scope="col" safe>
                  {columnLetters(column)}
                </th>
              </>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbers.map((row, index) => (
            <>
              {isGap(numbers, index) && (
                <tr class="gap">
                  <th scope="row">
                    <span aria-hidden="true">⋮</span>
                    <span class="unseen" safe>
                      {t.skipped}
                    </span>
                  </th>
                  <td colspan={columns.length + columns.filter((_, at) => isGap(columns, at)).length}></td>
                </tr>
              )}
              <tr class={isHeader(row) ? "head-row" : ""}>
                <th scope="row" class={marks.has(`${row} 0`) ? `mark-${marks.get(`${row} 0`)}` : ""}>
                  {String(row)}
                </th>
                {columns.map((column, at) => (
                  <>
                    {isGap(columns, at) && <td class="gap"></td>}
                    <SheetCell
                      text={rows.get(row)?.[column - 1] ?? ""}
                      mark={marks.get(`${row} ${column}`)}
                      words={t.severities}
                    />
                  </>
                ))}
              </tr>
            </>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const isGap = (numbers: readonly number[], index: number): boolean =>
  index > 0 && (numbers[index] ?? 0) - (numbers[index - 1] ?? 0) > 1;

function Gap({ words }: { readonly words: string }): JSX.Element {
  return (
    <th scope="col" class="gap">
      <span aria-hidden="true">…</span>
      <span class="unseen" safe>
        {words}
      </span>
    </th>
  );
}

const SIGNS: { readonly [S in Severity]: string } = { error: "✕", warning: "!", note: "i" };

interface SheetCellProps {
  readonly text: string;
  readonly mark: Severity | undefined;
  readonly words: { readonly [S in Severity]: string };
}

function SheetCell({ text, mark, words }: SheetCellProps): JSX.Element {
  const figure = /^[\s\d.,%()+-]+$/.test(text) ? "figure" : "";
  if (mark === undefined)
    return (
      <td class={figure} safe>
        {text}
      </td>
    );
  return (
    <td class={`mark-${mark} ${figure}`}>
      <span class="sign" aria-hidden="true">
        {SIGNS[mark]}
      </span>{" "}
      <span class="unseen" safe>
        {`${words[mark].slice(2)}: `}
      </span>
      <span safe>{text}</span>
    </td>
  );
}

/** The first ones, which name the row, and those beside the ones in question. */
function columnsAround(findings: readonly Finding[], width: number): readonly number[] {
  const wanted = new Set<number>();
  for (const { column } of findings)
    if (column !== undefined)
      for (let near = Math.max(1, column - BESIDE); near <= column + BESIDE; near += 1) wanted.add(near);
  const most = wanted.size === 0 ? MOST_COLUMNS : FIRST_COLUMNS;
  for (let column = 1; column <= most; column += 1) wanted.add(column);
  const known = [...wanted].filter((column) => column <= width || findings.some((one) => one.column === column));
  return known.sort((a, b) => a - b).slice(0, MOST_COLUMNS);
}
