import { describe, expect, it } from "vitest";
import { sniffDialect } from "../../src/tabular/sniff.ts";
import { fc } from "../setup/properties.ts";

describe("sniffDialect(sample)", () => {
  const delimiterOf = (...lines: string[]): string => sniffDialect(lines.join("\n")).delimiter;

  it("finds the delimiter whatever the decimal mark", () => {
    expect(delimiterOf("Wilayah;2022;2023", "Aceh;72,80;74,70", "Riau;73,52;74,04")).toBe(";");
    expect(delimiterOf("Aceh;72,80", "Riau;73,52", "Bali;77,10")).toBe(";");
    expect(delimiterOf("Wilayah;2022;2023", "Aceh;72.80;74.70")).toBe(";");
    expect(delimiterOf("1,5;2,5;3,5", "4,5;5,5;6,5")).toBe(";");
    expect(delimiterOf("Wilayah,2022", "Aceh,72.80", "Riau,73.52")).toBe(",");
    expect(delimiterOf("a\tb", "1,5\t2,5")).toBe("\t");
    expect(delimiterOf("1|1,5|x", "2|2,5|y")).toBe("|");
    expect(delimiterOf("nama,nilai", '"Gowa, Sulsel","1,5"', '"Bone; Sulsel","2,5"')).toBe(",");
  });

  it("is not misled by titles, notes and prose around the table", () => {
    expect(
      delimiterOf(
        "Jumlah Penduduk, menurut Kabupaten, 2024",
        "",
        "No;Kabupaten;Jumlah",
        "1;Gowa;10",
        "2;Bone;20",
        "Sumber: BPS, 2024",
      ),
    ).toBe(";");
    expect(delimiterOf("Kab. Gowa, Sulsel;12", "Kab. Bone, Sulsel;13")).toBe(";");
    expect(delimiterOf("id,catatan", "1,baik; cukup", "2,baik; cukup; kurang", "3,tidak")).toBe(",");
  });

  it("takes plain numbers apart at commas", () => {
    expect(delimiterOf("1,2,3", "4,5,6")).toBe(",");
  });

  it("finds apostrophes that wrap cells, and leaves those that mark text alone", () => {
    expect(sniffDialect("'a','b'\n'1,5','x'\n").quote).toBe("'");
    expect(sniffDialect("kode,nama\n'7301,Selayar\n'7302,Bulukumba\n").quote).toBe('"');
  });

  it("never throws, and always gives one character", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[",;\t|'\n\r 0-9a]*$/)), (sample) => {
        const { delimiter, quote } = sniffDialect(sample);
        expect(delimiter.length).toBe(1);
        expect(['"', "'"]).toContain(quote);
      }),
      { numRuns: 1000 },
    );
  });
});
