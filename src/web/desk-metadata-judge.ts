/** What is wrong with metadata that was sent, said at its input or its cell; and which answers of a workbook can be taken. */
import { parsePackage } from "../catalogue/package.ts";
import type { PackageContext } from "../catalogue/package-context.ts";
import type { PackageProblem } from "../catalogue/package-problem.ts";
import { faultMessage, isFault } from "../kernel/fault.ts";
import type { Lang } from "../kernel/locale.ts";
import type { DataPackage } from "../kernel/package.ts";
import { inputOf, packageWith } from "./desk-metadata-form.ts";
import type { ReadAnswer } from "./desk-metadata-import.ts";
import type { WrongAnswer } from "./desk-metadata-import-page.tsx";
import type { FormProblem } from "./desk-metadata-page.tsx";
import { metadataWords } from "./words-desk-metadata.ts";

/** What the page itself says; undefined: it is not the page's to say. */
export function problemsOf(error: unknown, pkg: DataPackage, lang: Lang): readonly FormProblem[] | undefined {
  if (!isFault(error) || error.status === 404 || !/^(?:package|dataset)\./.test(error.code)) return undefined;
  const listed = error.extra.errors as readonly PackageProblem[] | undefined; // package.invalid carries them, no other does
  return (
    listed?.map((problem) => ({ input: inputOf(problem, pkg), text: problem.message[lang] })) ?? [
      { input: undefined, text: faultMessage(error).detail[lang] },
    ]
  );
}

interface JudgedAnswers {
  readonly taken: readonly ReadAnswer[];
  readonly wrong: readonly WrongAnswer[];
}

/** What cannot be understood, and what the package refuses, is not taken; what is taken can be saved as it is. */
export function judgeAnswers(
  answers: readonly ReadAnswer[],
  pkg: DataPackage,
  context: PackageContext,
  lang: Lang,
): JudgedAnswers {
  const wrong = answers.flatMap((answer) =>
    answer.values === undefined ? [{ answer, problem: howToWrite(answer, lang) }] : [],
  );
  let taken = answers.filter(({ values }) => values !== undefined);
  for (;;) {
    const [first] = findProblems(taken, pkg, context, lang);
    const guilty = first && findGuilty(first, taken, (rest) => findProblems(rest, pkg, context, lang));
    if (first === undefined || guilty === undefined) return { taken, wrong };
    wrong.push({ answer: guilty, problem: first.text });
    taken = taken.filter((one) => one !== guilty);
  }
}

function howToWrite({ kind, options }: ReadAnswer, lang: Lang): string {
  const t = metadataWords[lang].fromWorkbook;
  return kind === "date" ? t.noDay : (kind === "many" ? t.someOf : t.oneOf)(options.join("; "));
}

function findProblems(
  answers: readonly ReadAnswer[],
  pkg: DataPackage,
  context: PackageContext,
  lang: Lang,
): readonly FormProblem[] {
  try {
    parsePackage(
      packageWith(pkg, (name) => answers.find(({ input }) => input === name)?.values),
      context,
    );
    return [];
  } catch (error) {
    const problems = problemsOf(error, pkg, lang);
    if (problems === undefined) throw error;
    return problems;
  }
}

/** The answer that a problem is about, or without which there is none: an end before its beginning may be said at either. */
const findGuilty = (
  { input, text }: FormProblem,
  answers: readonly ReadAnswer[],
  problemsWith: (rest: readonly ReadAnswer[]) => readonly FormProblem[],
): ReadAnswer | undefined =>
  answers.find((one) => one.input === input) ??
  answers.find((one) => !problemsWith(answers.filter((other) => other !== one)).some((left) => left.text === text)) ??
  answers.at(-1);
