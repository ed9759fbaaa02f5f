/** The months as agencies write them: Indonesian old and new, short, and English. */

const months: ReadonlyMap<string, number> = new Map(
  [
    ["januari", "january", "jan"],
    ["februari", "pebruari", "february", "feb", "peb"],
    ["maret", "march", "mar", "mrt"],
    ["april", "apr"],
    ["mei", "may"],
    ["juni", "june", "jun"],
    ["juli", "july", "jul"],
    ["agustus", "august", "agu", "agt", "ags", "aug", "agst"],
    ["september", "sept", "sep"],
    ["oktober", "october", "okt", "oct"],
    ["november", "nopember", "nov", "nop"],
    ["desember", "december", "des", "dec"],
  ].flatMap((names, index) => names.map((name): [string, number] => [name, index + 1])),
);

/** 8 for "AGUSTUS", "Agt." or "August"; undefined for another word. */
export function monthOfWord(word: string): number | undefined {
  if (word.length < 3 || word.length > 10) return undefined;
  return months.get(word.toLowerCase().replace(/\.$/, ""));
}

export const twoDigits = (number: number): string => (number < 10 ? `0${number}` : String(number));
