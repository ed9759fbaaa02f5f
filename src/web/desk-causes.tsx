/** The findings of an upload by cause: what is wrong, how often, where on the sheet, and what can be done about it at once. */
import type { Upload } from "../catalogue/uploads.ts";
import type { SheetRows } from "../intake/sheet-window.ts";
import type { Actor } from "../kernel/actor.ts";
import { columnLetters, type Finding, findingMessage, type Severity } from "../kernel/finding.ts";
import type { Lang } from "../kernel/locale.ts";
import type { FindingGroup } from "../tabular/report.ts";
import {
  choiceName,
  choicesOf,
  confirmName,
  isConfirmable,
  isDefensible,
  isMendable,
  mendName,
  reasonName,
  suggestName,
} from "./desk-forms.ts";
import { SheetPicture } from "./desk-sheet.tsx";
import { titleOf } from "./review-checks.ts";
import { showCount } from "./show.ts";
import { deskWords } from "./words-desk.ts";

/** Pictured and mendable on the page; the rest is in the workbook. */
export const SHOWN_EXAMPLES = 4;
const SHOWN_GROUPS = 40;

interface CausesProps {
  readonly upload: Upload;
  readonly rows: SheetRows;
  readonly actor: Actor;
  readonly lang: Lang;
  /** Can anything be decided now? */
  readonly open: boolean;
}

export const shownGroups = ({ report }: Upload): readonly FindingGroup[] =>
  (report?.groups ?? []).slice(0, SHOWN_GROUPS);

export function Causes(props: CausesProps): JSX.Element {
  const t = deskWords[props.lang];
  const groups = shownGroups(props.upload);
  const parts: readonly (readonly [Severity, string])[] = [
    ["error", t.mustMend],
    ["warning", t.toConfirm],
    ["note", t.forYourInformation],
  ];
  return (
    <>
      {parts.map(([severity, name]) => {
        const own = groups.filter((group) => group.severity === severity);
        if (own.length === 0) return "";
        return (
          <section>
            <h2 safe>{name}</h2>
            {own.map((group) => (
              <Cause {...props} group={group} />
            ))}
          </section>
        );
      })}
    </>
  );
}

interface CauseProps extends CausesProps {
  readonly group: FindingGroup;
}

function Cause(props: CauseProps): JSX.Element {
  const { group, upload, rows, lang, open, actor } = props;
  const t = deskWords[lang];
  const examples = group.examples.slice(0, SHOWN_EXAMPLES);
  const [first] = examples;
  const field = upload.package.schema.fields.find(({ name }) => name === group.field);
  const where = field === undefined ? group.field : titleOf(field, lang);
  return (
    <article class={`cause ${group.severity}`}>
      <h3>
        <span class="severity" safe>
          {t.severities[group.severity]}
        </span>{" "}
        <span class="meta" safe>
          {[t.times(showCount(group.count, lang)), where === undefined ? "" : t.inColumn(where)]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </h3>
      {messagesOf(examples, lang).map(({ place, text, reason, also }) => (
        <p class="cause-text">
          {place !== "" && <code safe>{place}</code>} <span safe>{text}</span>
          {reason !== "" && (
            <em class="meta" safe>
              {` ${reason}`}
            </em>
          )}
          {also.length > 0 && (
            <span class="meta" safe>
              {` ${t.alsoThere(also.join(", "))}`}
            </span>
          )}
        </p>
      ))}
      <SheetPicture findings={examples} rows={rows} headerRows={upload.file.headerRows} lang={lang} />
      {group.count > examples.length && first?.row !== undefined && (
        <p class="meta" safe>
          {t.more(showCount(group.count - examples.length, lang))}
        </p>
      )}
      {open && <Ways {...props} examples={examples} />}
      {open && group.code.startsWith("personal/") && !isDefensible(group, actor) && group.severity === "error" && (
        <p safe>{t.personalHelp}</p>
      )}
    </article>
  );
}

interface Message {
  readonly place: string;
  readonly text: string;
  readonly reason: string;
  /** Cells of which the same is true but for what stands in them. */
  readonly also: readonly string[];
}

/** The sentence of each example; what is said of several cells is said once. */
function messagesOf(examples: readonly Finding[], lang: Lang): readonly Message[] {
  const alike = new Map<string, readonly Finding[]>();
  for (const finding of examples) {
    const { value = "" } = finding;
    const text = findingMessage(finding)[lang];
    const key = `${value === "" ? text : text.replaceAll(value, "…")} ${finding.reason ?? ""}`;
    alike.set(key, [...(alike.get(key) ?? []), finding]);
  }
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const also = others.flatMap((one) => {
      const place = placeOf(one);
      return place === "" ? [] : [one.value === undefined || one.value === "" ? place : `${place} “${one.value}”`];
    });
    return [{ place: placeOf(first), text: findingMessage(first)[lang], reason: first.reason ?? "", also }];
  });
}

const placeOf = ({ row, column }: Finding): string =>
  row === undefined ? "" : column === undefined ? String(row) : `${columnLetters(column)}${row}`;

interface WaysProps extends CauseProps {
  readonly examples: readonly Finding[];
}

/** What can be done about it here. */
function Ways({ group, examples, upload, lang, actor }: WaysProps): JSX.Element {
  const t = deskWords[lang];
  const mendable = group.severity === "note" ? [] : examples.filter(isMendable);
  const choices = group.field === undefined ? [] : choicesOf(group);
  return (
    <>
      {choices.length > 0 && (
        <fieldset class="ways">
          <legend safe>{t.howRead}</legend>
          {choices.map((choice) => (
            <label class="choice-line">
              <input type="radio" name={choiceName(group)} value={choice} /> <span safe>{t.choices[choice]}</span>
            </label>
          ))}
        </fieldset>
      )}
      {isConfirmable(group) && (
        <label class="choice-line">
          <input type="checkbox" name={confirmName(group)} value="ya" />{" "}
          <span safe>{group.code === "table/recipe-proposed" ? t.confirmRecipe : t.confirmChange}</span>
        </label>
      )}
      {mendable.length > 0 && (
        <details class="ways" open={group.severity === "error"}>
          <summary safe>{t.mendHere}</summary>
          <p class="meta" safe>
            {t.mendHelp}
          </p>
          <div class="mends">
            {mendable.map((finding) => (
              <Mend finding={finding} listed={listedOf(upload, group)} lang={lang} />
            ))}
          </div>
        </details>
      )}
      {isDefensible(group, actor) && (
        <details class="ways">
          <summary safe>{t.whyRight}</summary>
          <label class="unseen" for={reasonName(group)} safe>
            {t.whyRight}
          </label>
          <textarea id={reasonName(group)} name={reasonName(group)} rows="2" maxlength="2000"></textarea>
          <p class="meta" safe>
            {t.whyHelp(showCount(group.count, lang))}
          </p>
        </details>
      )}
    </>
  );
}

/** A longer list of values is no list to choose from. */
const MOST_LISTED = 60;

/** The values that the column may have, where they are declared. */
function listedOf(upload: Upload, group: FindingGroup): readonly string[] {
  const field = upload.package.schema.fields.find(({ name }) => name === group.field);
  const listed = field?.constraints?.enum ?? [];
  return listed.length > MOST_LISTED ? [] : listed.map(String);
}

interface MendProps {
  readonly finding: Finding;
  readonly listed: readonly string[];
  readonly lang: Lang;
}

function Mend({ finding, listed, lang }: MendProps): JSX.Element {
  const t = deskWords[lang];
  const place = placeOf(finding);
  const name = mendName(finding);
  return (
    <div>
      <label for={name} safe>
        {finding.value === undefined || finding.value === ""
          ? t.newValueEmpty(place)
          : t.newValue(place, finding.value)}
      </label>
      {listed.length > 0 ? (
        <select id={name} name={name}>
          <option value="" safe>
            {t.chooseValue}
          </option>
          {listed.map((value) => (
            <option value={value} safe>
              {value}
            </option>
          ))}
        </select>
      ) : (
        <input id={name} name={name} type="text" maxlength="10000" autocomplete="off" />
      )}
      {finding.suggestion !== undefined && (
        <label class="choice-line">
          <input type="checkbox" name={suggestName(finding)} value={finding.suggestion} />{" "}
          <span safe>{t.takeSuggestion(place, finding.suggestion)}</span>
        </label>
      )}
    </div>
  );
}
