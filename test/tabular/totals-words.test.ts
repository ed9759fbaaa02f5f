import { describe, expect, it } from "vitest";
import { isTotalWord, mayBeTotal } from "../../src/tabular/totals-words.ts";

const WORDS = [
  ...["Jumlah", "JUMLAH SELURUHNYA", "jml", "Total", "TOTAL:", "Sum", "Subtotal", "Sub Total", "sub-jumlah"],
  ...["Grand Total", "subgrand total", "Rata-rata", "Rata-rata Provinsi", "Rerata", "Rataan", "Average", "Mean"],
  ...["Jumlah/Total", " Jumlah", "Rata-rata/Average"],
];

describe("the quick test for a total's word", () => {
  it.each(WORDS)("lets “%s” through to the slow one, which knows it", (word) => {
    expect(isTotalWord(word)).toBe(true);
    expect(mayBeTotal(word)).toBe(true);
  });

  it("keeps back names and codes that begin otherwise", () => {
    for (const name of ["Gantarang", "Rilau Ale", "Mare", "Tellu Siattinge", "Sinjai Utara", "Ajangale", "73.06", "Jo"])
      expect(mayBeTotal(name)).toBe(false);
  });
});
