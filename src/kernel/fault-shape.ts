/** What a fault's code stands for: its HTTP status, a short title, and a sentence that says what to do next. */
import type { Bilingual, Text } from "./locale.ts";

export interface FaultText {
  readonly status: number;
  readonly title: Text;
  readonly detail: Bilingual<Readonly<Record<string, string | number>>>;
}
