/**
 * The forms of statistical metadata inside a package (MS-Keg, MS-Ind, MS-Var): each answer is read by its kind. Nothing is obligatory; what
 * is there must be right.
 */
import { z } from "zod";
import { ACTIVITY, ACTIVITY_STEPS } from "../kernel/statistical-activity.ts";
import type { Filled, Item, StatisticalForm } from "../kernel/statistical-form.ts";
import { localised, long, MAX_LIST, MAX_TITLE, titled } from "./package-text.ts";

const A_YEAR = /^(?:19|20)\d{2}$/;
const A_COUNT = /^\d{1,9}$/;
const A_PHONE = /^\+?[\d ()./-]{5,40}$/;
const AN_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const isDay = (text: string): boolean => z.iso.date().safeParse(text).success;

/** Text of one form; what is wrong with it is told by an example of what is right. */
const formed = (type: string, example: string, isGood: (text: string) => boolean) =>
  z.union([z.string(), z.number().transform(String)]).pipe(
    z
      .string()
      .trim()
      .max(MAX_TITLE)
      .refine(isGood, { params: { code: "package.bad-bound", type, example } }),
  );

function answerShape(item: Item): z.ZodType {
  switch (item.kind) {
    case "line":
      return titled;
    case "text":
      return localised(long);
    case "yes-no":
      return z.boolean();
    case "one":
      return z.enum(item.options);
    case "many":
      return z.array(z.enum(item.options)).min(1).max(MAX_LIST);
    case "date":
      return formed("date", "2025-08-31", isDay);
    case "year":
      return formed("year", "2025", (text) => A_YEAR.test(text));
    case "count":
      return formed("integer", "120", (text) => A_COUNT.test(text));
    case "email":
      return formed("e-mail", "data@sulselprov.go.id", (text) => AN_EMAIL.test(text));
    case "phone":
      return formed("phone", "0411 453050", (text) => A_PHONE.test(text));
  }
}

/** A form of statistical metadata; nothing on it is obligatory. */
export const filledShape = <F extends StatisticalForm>(form: F) =>
  z.object(
    Object.fromEntries(Object.entries(form).map(([name, item]) => [name, answerShape(item).optional()])),
  ) as z.ZodType<Filled<F>>; // each answer by its item's kind, as the type says

export const activityShape = filledShape(ACTIVITY).superRefine((activity, context) => {
  for (const step of ACTIVITY_STEPS) {
    const [from, until] = [activity[`${step}From`], activity[`${step}Until`]];
    if (from !== undefined && until !== undefined && from > until)
      context.addIssue({
        code: "custom",
        path: [`${step}Until`],
        params: { code: "package.empty-range", from, to: until },
      });
  }
});
