/**
 * The parts of the documentation that are made from the source: `docs/codes.md` and the table of configuration variables in README.
 * `npm run docs:codes` writes them; `docs.test.ts` refuses what is out of date.
 */
import { packageProblemText } from "../../src/catalogue/package-problem.ts";
import { settingRows } from "../../src/config/settings.ts";
import { faultText } from "../../src/kernel/fault-text.ts";
import { findingText } from "../../src/kernel/finding-text.ts";
import type { Bilingual } from "../../src/kernel/locale.ts";

type Sentence = Bilingual<Readonly<Record<string, string | number>>>;

/** Every parameter is shown by its name: "{slug}". */
const placeholders: Readonly<Record<string, string>> = new Proxy({}, { get: (_, name) => `{${String(name)}}` });

const cell = (text: string): string =>
  text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").replaceAll("<", "&lt;").trim();

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** A row that `/docs/codes#code` can point to. */
const named = (code: string): string => `<a id="${code}"></a>\`${code}\``;

const byCode = <T>([one]: readonly [string, T], [other]: readonly [string, T]): number => (one < other ? -1 : 1);

function sentences(catalogue: Readonly<Record<string, Sentence>>): readonly string[] {
  return Object.entries(catalogue)
    .sort(byCode)
    .map(([code, { id, en }]) => row(named(code), cell(en(placeholders)), cell(id(placeholders))));
}

function faults(): readonly string[] {
  return Object.entries(faultText)
    .sort(byCode)
    .map(([code, { status, title, detail }]) =>
      row(named(code), String(status), cell(title.en), cell(detail.en(placeholders)), cell(detail.id(placeholders))),
    );
}

/** The whole of `docs/codes.md`. */
export function renderCodes(): string {
  return [
    "# Codes",
    "",
    "<!-- Made from the source by `npm run docs:codes`; change the sentences there, not here. -->",
    "",
    "A code never changes its meaning. Words in braces stand for what the sentence is about.",
    "",
    "## Faults: what can be wrong with a request",
    "",
    "`code` of an `application/problem+json` answer, and `extensions.code` of a GraphQL error.",
    "",
    row("code", "status", "title", "says", "dalam bahasa Indonesia"),
    row("---", "---", "---", "---", "---"),
    ...faults(),
    "",
    "## Issues: what can be wrong with a file",
    "",
    "`code` of an issue in the report of an upload. Its severity is in the report: the same code may be an error in one file and a warning in another.",
    "",
    row("code", "says", "dalam bahasa Indonesia"),
    row("---", "---", "---"),
    ...sentences(findingText),
    "",
    "## Problems of a data package",
    "",
    "`code` of an entry of `errors` in the answer `package.invalid`.",
    "",
    row("code", "says", "dalam bahasa Indonesia"),
    row("---", "---", "---"),
    ...sentences(packageProblemText),
    "",
  ].join("\n");
}

const BEGIN = "<!-- configuration: made by `npm run docs:codes` -->";
const END = "<!-- /configuration -->";

/** README with its table of variables made anew. */
export function renderReadme(readme: string): string {
  const [before, rest] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (before < 0 || rest < 0) throw new Error(`README.md lacks the marks “${BEGIN}” and “${END}”`);
  const table = [
    row("variable", "default", "what it is for"),
    row("---", "---", "---"),
    ...settingRows.map(({ variable, fallback, purpose }) =>
      row(`\`${variable}\``, fallback === "" ? "–" : `\`${fallback}\``, cell(purpose)),
    ),
  ];
  return `${readme.slice(0, before)}${BEGIN}\n${table.join("\n")}\n${readme.slice(rest)}`;
}
