import { describe, expect, it } from "vitest";
import { hintOfDate, readDate, readDateTime } from "../../src/tabular/dates.ts";
import { kindOfPeriod, readPeriod } from "../../src/tabular/periods.ts";
import { compileStrptime } from "../../src/tabular/strptime.ts";
import { fc } from "../setup/properties.ts";

describe("readPeriod(text)", () => {
  it.each([
    ["2024", "2024"],
    ["2024.0", "2024"],
    ["Tahun 2024", "2024"],
    ["TA 2024", "2024"],
    ["2024*", "2024"],
    ["2023/2024", "2023-07-01/P1Y"],
    ["Semester I 2024", "2024-S1"],
    ["Smt II/2024", "2024-S2"],
    ["TW I 2024", "2024-Q1"],
    ["2023-Q1", "2023-Q1"],
    ["2024 - Triwulan 1", "2024-Q1"],
    ["Triwulan IV-2024", "2024-Q4"],
    ["Caturwulan II 2023", "2023-T2"],
    ["Januari 2024", "2024-01"],
    ["MARET 2015", "2015-03"],
    ["Pebruari 2015", "2015-02"],
    ["Jan-24", "2024-01"],
    ["2023-01", "2023-01"],
    ["202401", "2024-01"],
    ["01/2024", "2024-01"],
    ["Agustus/August 2024", "2024-08"],
    ["Januari-Juni 2024", "2024-S1"],
    ["April s/d Juni 2024", "2024-Q2"],
    ["24 Agustus 2019", "2019-08-24"],
    ["2024-W07", "2024-W07"],
  ])("reads %j as %s", (text, period) => {
    expect(readPeriod(text)).toBe(period);
  });

  it.each(["5/6/2024", "2024.1", "Semester 3 2024", "Mei", "3201", "Gowa", "2022/2024", "", "1.234"])(
    "refuses %j: none, or more than one",
    (text) => {
      expect(readPeriod(text)).toBeUndefined();
    },
  );

  it("leaves its own output as it is, and knows its length", () => {
    const periods = ["2024", "2024-S1", "2024-T3", "2024-Q4", "2024-05", "2024-W07", "2024-05-17"];
    expect(periods.map((period) => readPeriod(period))).toEqual(periods);
    expect(periods.map(kindOfPeriod)).toEqual(["year", "semester", "trimester", "quarter", "month", "week", "day"]);
  });
});

describe("readDate(cell, order)", () => {
  it("takes the order of the column where a day could be a month", () => {
    expect(readDate("05/06/2024", "dmy")).toBe("2024-06-05");
    expect(readDate("05/06/2024", "mdy")).toBe("2024-05-06");
    expect(readDate("05/06/2024")).toBeUndefined();
    expect(readDate("9/29/2013")).toBe("2013-09-29");
    expect(readDate("31/02/2024", "dmy")).toBeUndefined();
  });

  it("says what a cell tells about the order", () => {
    expect(["05/06/2024", "13/06/2024", "06/13/2024", "2024-06-13", "Gowa"].map(hintOfDate)).toEqual([
      "either",
      "dmy",
      "mdy",
      "plain",
      undefined,
    ]);
  });

  it("reads every day that a calendar has, as ISO, in words and in numbers", () => {
    const days = fc.date({ min: new Date("1950-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [year, month, day] = iso.split("-");
        expect(readDate(iso)).toBe(iso);
        expect(readDate(`${day}/${month}/${year}`, "dmy")).toBe(iso);
        expect(readDate(`${Number(month)}/${Number(day)}/${year}`, "mdy")).toBe(iso);
      }),
    );
  });

  it("reads moments with dots in their time", () => {
    expect(readDateTime("31 MEI 2020 Pukul 09.00")).toBe("2020-05-31T09:00:00");
    expect(readDateTime("2024-05-17T10:11:12.345")).toBe("2024-05-17T10:11:12");
    expect(readDateTime("2024-05-17 25:00")).toBeUndefined();
  });
});

describe("compileStrptime(pattern)", () => {
  it("reads what the pattern says and nothing else", () => {
    const read = compileStrptime("%d-%m-%Y %H.%M");
    expect(read?.("17-05-2024 09.30")).toEqual({ day: "2024-05-17", time: "09:30:00" });
    expect(read?.("2024-05-17")).toBeUndefined();
    expect(compileStrptime("%d %B %Y")?.("17 Agustus 1945")?.day).toBe("1945-08-17");
    expect(compileStrptime("%Q")).toBeUndefined();
  });
});
