/** The columns of a dataset as an officer says what they are: used or not, title, meaning, kind, unit, and which tell rows apart. */
import type { Lang } from "../kernel/locale.ts";
import type { FieldRole, FieldType } from "../kernel/package.ts";
import { StaffTable } from "./staff-table.tsx";
import { KINDS, type Kind, kindOf, newWords } from "./words-desk-new.ts";

export interface ColumnRow {
  readonly title: string;
  readonly type: FieldType;
  readonly role: FieldRole | undefined;
  readonly unit: string | undefined;
  /** Below the title; empty: nothing. */
  readonly note: string;
  readonly isUsed: boolean;
  readonly isKey: boolean;
}

interface ColumnsTableProps {
  readonly lang: Lang;
  readonly columns: readonly ColumnRow[];
  /** What was typed before, by the name of its field. */
  readonly typed: (name: string) => string | undefined;
}

/** A field of every form with this table: by it a box that was left empty is told from a form that was not sent. */
const COLUMNS_SENT = "kolom";

const ROLES: readonly (FieldRole | "")[] = ["region", "period", "dimension", "measure", ""];

export function ColumnsTable({ lang, columns, typed }: ColumnsTableProps): JSX.Element {
  const t = newWords[lang];
  const again = typed(COLUMNS_SENT) !== undefined;
  const headings = [t.use, t.columnTitle, t.role, t.kind, t.unit, t.key].map((text) => ({ text }));
  const box = (name: string, proposed: boolean, label: string): JSX.Element => (
    <input
      type="checkbox"
      name={name}
      value="ya"
      checked={again ? typed(name) !== undefined : proposed}
      aria-label={label}
    />
  );
  return (
    <>
      <input type="hidden" name={COLUMNS_SENT} value={String(columns.length)} />
      <StaffTable label={t.columns} headings={headings}>
        {columns.map((column, index) => {
          const label = (what: string): string => `${what}: ${column.title}`;
          const text = (name: string, proposed: string): string => typed(`${name}-${index}`) ?? proposed;
          const role = text("peran", column.role ?? "");
          const kind = text("jenis", kindOf(column.type));
          return (
            <tr>
              <td data-label={t.use}>{box(`pakai-${index}`, column.isUsed, label(t.use))}</td>
              <td data-label={t.columnTitle}>
                <input
                  name={`judul-${index}`}
                  value={text("judul", column.title)}
                  maxlength="200"
                  aria-label={label(t.columnTitle)}
                />
                {column.note !== "" && (
                  <p class="meta samples" safe>
                    {column.note}
                  </p>
                )}
              </td>
              <td data-label={t.role}>
                <select name={`peran-${index}`} aria-label={label(t.role)}>
                  {ROLES.map((one) => (
                    <option value={one} selected={one === role} safe>
                      {t.roles[one]}
                    </option>
                  ))}
                </select>
              </td>
              <td data-label={t.kind}>
                <select name={`jenis-${index}`} aria-label={label(t.kind)}>
                  {KINDS.map((one: Kind) => (
                    <option value={one} selected={one === kind} safe>
                      {t.kinds[one]}
                    </option>
                  ))}
                </select>
              </td>
              <td data-label={t.unit}>
                <input
                  name={`satuan-${index}`}
                  value={text("satuan", column.unit ?? "")}
                  maxlength="100"
                  size="10"
                  aria-label={label(t.unit)}
                />
              </td>
              <td data-label={t.key}>{box(`kunci-${index}`, column.isKey, label(t.key))}</td>
            </tr>
          );
        })}
      </StaffTable>
      <p class="meta" safe>
        {t.keyHelp}
      </p>
      <div class="send-file">
        <label for="satuan" safe>
          {t.commonUnit}
        </label>
        <input
          id="satuan"
          name="satuan"
          value={typed("satuan") ?? ""}
          maxlength="100"
          aria-describedby="satuan-bantuan"
        />
        <p id="satuan-bantuan" class="meta" safe>
          {t.commonUnitHelp}
        </p>
      </div>
    </>
  );
}

/** The titles of measured columns for which no unit was given. */
export function lackingUnits(
  columns: readonly Pick<ColumnRow, "title">[],
  typed: ColumnsTableProps["typed"],
): readonly string[] {
  const has = (name: string): boolean => (typed(name) ?? "") !== "";
  if (has("satuan")) return [];
  return columns.flatMap(({ title }, index) =>
    has(`pakai-${index}`) && typed(`peran-${index}`) === "measure" && !has(`satuan-${index}`)
      ? [typed(`judul-${index}`) || title]
      : [],
  );
}
