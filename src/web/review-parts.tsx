/** What a reviewer reads besides the rows: fields, findings, what the officer decided, which checks were passed, how the file was read. */
import type { SignedDecision } from "../catalogue/history.ts";
import type { Upload } from "../catalogue/uploads.ts";
import { columnLetters, type Finding, findingMessage } from "../kernel/finding.ts";
import { findingText } from "../kernel/finding-text.ts";
import type { Lang } from "../kernel/locale.ts";
import { listChecks, titleOf } from "./review-checks.ts";
import type { UploadDifferences } from "./review-load.ts";
import { showBytes, showCount } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { type ReviewWords, reviewWords } from "./words-review.ts";

export interface ReviewPartProps {
  readonly review: UploadDifferences;
  readonly lang: Lang;
}

export function SchemaPart({ review, lang }: ReviewPartProps): JSX.Element {
  const t = reviewWords[lang];
  const { schemaChanges, upload } = review;
  if (schemaChanges === undefined) {
    const { fields } = upload.package.schema;
    return (
      <ul>
        {fields.map((field) => (
          <li safe>{`${titleOf(field, lang)}${field.unit === undefined ? "" : ` (${field.unit})`}`}</li>
        ))}
      </ul>
    );
  }
  if (schemaChanges.length === 0) return <p safe>{t.schemaSameLong}</p>;
  return (
    <ul>
      {schemaChanges.map(({ text }) => (
        <li safe>{text[lang]}</li>
      ))}
    </ul>
  );
}

const SAMPLES = 3;

export function FindingsPart({ review, lang }: ReviewPartProps): JSX.Element {
  const t = reviewWords[lang];
  const groups = review.upload.report?.groups ?? [];
  if (groups.length === 0) return <p safe>{t.findingsNone}</p>;
  return (
    <ul class="findings">
      {groups.slice(0, 60).map(({ severity, count, field, examples }) => (
        <li class={severity}>
          <p class="finding-head">
            <strong safe>{t.severities[severity]}</strong>
            <span class="meta" safe>
              {[
                t.times(showCount(count, lang)),
                field === undefined ? "" : t.inColumn(fieldTitle(review.upload, field, lang)),
              ]
                .filter((fact) => fact !== "")
                .join(" · ")}
            </span>
          </p>
          {examples.slice(0, SAMPLES).map((example) => (
            <p class="sample-finding">
              {placeOf(example, t) !== "" && <code safe>{placeOf(example, t)}</code>}{" "}
              <span safe>{findingMessage(example)[lang]}</span>
              {example.reason !== undefined && example.reason !== "" && <em safe> {t.reasonGiven(example.reason)}</em>}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

function fieldTitle({ package: pkg }: Upload, name: string, lang: Lang): string {
  const field = pkg.schema.fields.find((one) => one.name === name);
  return field === undefined ? name : titleOf(field, lang);
}

/** "C12", or the row alone. */
function placeOf({ row, column }: Pick<Finding, "row" | "column">, t: ReviewWords): string {
  if (row === undefined) return "";
  return column === undefined ? t.rowNumber(row) : `${columnLetters(column)}${row}`;
}

/** As intake kept them. */
export const decisionsOf = ({ decisions }: Upload): readonly SignedDecision[] => decisions as readonly SignedDecision[]; // written by intake alone, in this form

export function DecisionsPart({ review, lang }: ReviewPartProps): JSX.Element {
  const t = reviewWords[lang];
  const decisions = decisionsOf(review.upload);
  const overrides = decisions.filter(({ override }) => override === true);
  const corrections = decisions.filter(({ correct }) => correct !== undefined);
  const choices = decisions.filter(({ choose }) => choose !== undefined);
  if (decisions.length === 0) return <p safe>{t.decisionsNone}</p>;
  const where = ({ issue, column }: SignedDecision): string => {
    const field = issue?.field ?? column;
    const place = placeOf({ row: issue?.row, column: issue?.column }, t);
    const named = field === undefined ? "" : fieldTitle(review.upload, field, lang);
    return [named, place].filter((part) => part !== "").join(", ") || t.everywhere;
  };
  return (
    <>
      {overrides.length > 0 && (
        <>
          <h3 safe>{t.overrides}</h3>
          <StaffTable label={t.overrides} headings={[t.cause, t.place, t.why, t.who].map((text) => ({ text }))}>
            {overrides.map((decision) => (
              <tr>
                <td class="prose" safe>
                  {causeOf(review.upload, decision, lang)}
                </td>
                <td safe>{where(decision)}</td>
                <td class="why" safe>
                  {decision.reason ?? ""}
                </td>
                <td safe>{decision.byName}</td>
              </tr>
            ))}
          </StaffTable>
        </>
      )}
      {corrections.length > 0 && (
        <>
          <h3 safe>{t.corrections}</h3>
          <StaffTable
            label={t.corrections}
            headings={[t.place, t.was, t.became, t.why, t.who].map((text) => ({ text }))}
          >
            {corrections.map((decision) => (
              <tr>
                <td safe>{where(decision)}</td>
                <td>
                  {decision.was === undefined ? (
                    <span class="meta" safe>
                      {t.wasUnknown}
                    </span>
                  ) : (
                    <del safe>{decision.was}</del>
                  )}
                </td>
                <td>
                  <ins safe>{decision.correct ?? ""}</ins>
                </td>
                <td class="why" safe>
                  {decision.reason ?? ""}
                </td>
                <td safe>{decision.byName}</td>
              </tr>
            ))}
          </StaffTable>
        </>
      )}
      {choices.length > 0 && (
        <>
          <h3 safe>{t.choices}</h3>
          <StaffTable label={t.choices} headings={[t.place, t.chosen, t.who].map((text) => ({ text }))}>
            {choices.map((decision) => (
              <tr>
                <td safe>{where(decision)}</td>
                <td safe>{typeof decision.choose === "string" ? decision.choose : t.wholeRecipe}</td>
                <td safe>{decision.byName}</td>
              </tr>
            ))}
          </StaffTable>
        </>
      )}
    </>
  );
}

/** The finding's own sentence, where the report still has one like it; else its code. */
function causeOf({ report }: Upload, { issue }: SignedDecision, lang: Lang): string {
  const code = issue?.code ?? "";
  const like = report?.groups.find((group) => group.code === code)?.examples.at(0);
  if (like !== undefined) return findingMessage(like)[lang];
  return code in findingText ? code : "";
}

export function ChecksPart({ review, lang }: ReviewPartProps): JSX.Element {
  const t = reviewWords[lang];
  const { upload } = review;
  const { rows = 0 } = upload;
  const fields = upload.package.schema.fields.length;
  const count = (number: number): string => showCount(number, lang);
  return (
    <>
      <p safe>{t.checksLead(count(rows * fields), count(rows), count(fields))}</p>
      <StaffTable
        label={t.checks}
        headings={[{ text: t.check }, { text: t.what }, { text: t.howMany, figure: true }, { text: t.outcome }]}
      >
        {listChecks(upload, lang).map(({ name, what, values, findings }) => (
          <tr>
            <th scope="row" safe>
              {name}
            </th>
            <td class="prose" safe>
              {what}
            </td>
            <td class="figure" safe>
              {count(values)}
            </td>
            <td>
              {findings === 0 ? (
                <span class="ok" safe>
                  {`✓ ${t.passed}`}
                </span>
              ) : (
                <span class="remarked" safe>
                  {`! ${t.remarked(count(findings))}`}
                </span>
              )}
            </td>
          </tr>
        ))}
      </StaffTable>
    </>
  );
}

export function ReadingPart({ review, lang }: ReviewPartProps): JSX.Element {
  const t = reviewWords[lang];
  const { upload } = review;
  const { file, reading, mode, rows, id } = upload;
  const recipe = reading?.recipe;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t.file, file.name],
    [t.size, showBytes(file.bytes, lang)],
    [t.sheet, file.sheet ?? undefined],
    [t.header, file.headerRows == null ? undefined : [...new Set(file.headerRows)].join("–")],
    [t.encoding, file.encoding ?? undefined],
    [t.delimiter, file.delimiter == null ? undefined : file.delimiter === "\t" ? "Tab" : `“${file.delimiter}”`],
    [t.rowsRead, rows === undefined ? undefined : showCount(rows, lang)],
    [t.mode, t.modes[mode]],
    [
      t.recipe,
      recipe === undefined
        ? t.recipeNone
        : recipe.number === undefined
          ? t.recipeProposed
          : t.recipeKept(recipe.number),
    ],
    [t.hash, file.sha256],
  ];
  return (
    <>
      <dl class="facts-list">
        {facts.map(([name, value]) =>
          value === undefined ? (
            ""
          ) : (
            <div>
              <dt safe>{name}</dt>
              <dd safe>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <p class="links">
        <a href={`/kerja/tinjau/${id}/berkas`} download="" safe>
          {t.original}
        </a>
        {upload.report !== undefined && (
          <a href={`/kerja/tinjau/${id}/laporan.xlsx`} download="" safe>
            {t.annotated}
          </a>
        )}
      </p>
    </>
  );
}
