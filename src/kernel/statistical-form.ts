/**
 * What a form of statistical metadata asks, as data: each thing by its name, how it is answered, and whether those who read the
 * figures miss it. From one such table come the type, the checks, the page with its inputs, and the sheet of the workbook.
 */
import type { LocalisedText } from "./locale.ts";

interface Asked {
  /** Do readers miss it? Then an officer is told while it is empty; nothing is ever obligatory. */
  readonly missed?: true;
  /** The number on BPS's paper form, where it has one. */
  readonly number?: string;
}

export type Item =
  | (Asked & { readonly kind: "line" | "text" | "date" | "year" | "count" | "email" | "phone" | "yes-no" })
  | (Asked & { readonly kind: "one" | "many"; readonly options: readonly string[] });

export type StatisticalForm = Readonly<Record<string, Item>>;

type Answer<I extends Item> = I extends { readonly kind: "text" }
  ? LocalisedText
  : I extends { readonly kind: "yes-no" }
    ? boolean
    : I extends { readonly kind: "many"; readonly options: readonly (infer O)[] }
      ? readonly O[]
      : I extends { readonly kind: "one"; readonly options: readonly (infer O)[] }
        ? O
        : string;

/** A form as far as it is filled in. Years, days and counts are text: "2025", "2025-08-01", "120". */
export type Filled<F extends StatisticalForm> = { readonly [N in keyof F]?: Answer<F[N]> | undefined };

/** Any form's answers, for what treats all forms alike. */
export type Answers = Readonly<Record<string, LocalisedText | boolean | readonly string[] | undefined>>;
