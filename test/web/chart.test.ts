/** Charts as text: what is in the picture, what is not, and what a reader without eyes is told. */
import { describe, expect, it } from "vitest";
import { type ChartFrame, textWidth } from "../../src/web/chart/model.ts";
import { breakLines } from "../../src/web/chart/picture.tsx";
import { RankingChart } from "../../src/web/chart/ranking.tsx";
import { Sparkline } from "../../src/web/chart/sparkline.tsx";
import { TILES, TileMap } from "../../src/web/chart/tile-map.tsx";
import { TrendChart } from "../../src/web/chart/trend.tsx";
import { placeOfPeriod, showPeriod, showPeriodShort } from "../../src/web/show-period.ts";

const frame: ChartFrame & { readonly description: string } = {
  lang: "id",
  title: "Pangkep tertinggi",
  subtitle: "persen, 2024",
  source: "Sumber: BPS · penduduk-miskin, versi 3",
  description: "Dua batang.",
};

describe("periods in words", () => {
  it.each([
    ["2024", "2024", "2024"],
    ["2024-S2", "Semester II 2024", "Half-year 2, 2024"],
    ["2024-Q3", "Triwulan III 2024", "Quarter 3, 2024"],
    ["2024-05", "Mei 2024", "May 2024"],
    ["2024-05-07", "7 Mei 2024", "7 May 2024"],
    ["entah", "entah", "entah"],
  ])("shows %s", (code, id, en) => {
    expect([showPeriod(code, "id"), showPeriod(code, "en")]).toEqual([id, en]);
  });

  it("are short on an axis, and in their place", () => {
    expect([showPeriodShort("2024-Q3", "id"), showPeriodShort("2024-05", "id")]).toEqual(["Tw III 2024", "Mei 2024"]);
    expect(["2024", "2024-Q1", "2024-06", "x"].map(placeOfPeriod)).toEqual([2025, 2024.25, 2024.5, undefined]);
  });
});

describe("a chart", () => {
  it("says inside the picture what it shows and where that is from, as text that cannot be markup", () => {
    const svg = String(
      RankingChart({ ...frame, title: "<b>&", width: 400, bars: [{ label: "<i>Gowa</i>", value: "6.85" }] }),
    );
    for (const text of ["&lt;b>&amp;", "&lt;i>Gowa&lt;/i>", "6,85", "penduduk-miskin, versi 3", 'role="img"'])
      expect(svg).toContain(text);
    expect(svg).not.toContain("<i>");
  });

  it("draws a provisional value hollow, and a missing one as a word", () => {
    const svg = String(
      RankingChart({
        ...frame,
        width: 400,
        bars: [
          { label: "A", value: "3", status: "provisional" },
          { label: "B", value: null, status: "not-available" },
        ],
      }),
    );
    expect(svg.match(/chart-hollow/g)).toHaveLength(1);
    expect(svg).toContain("tidak ada angka");
  });

  it("leaves a gap in a line where a value is missing", () => {
    const points = ["1", "2", null, "4", "5"].map((value, at) => ({ period: String(2020 + at), value }));
    const svg = String(TrendChart({ ...frame, width: 600, lines: [{ label: "Gowa", role: "main", points }] }));
    expect(/ d="([^"]+)"/.exec(svg)?.[1]?.match(/M/g)).toHaveLength(2);
    expect(svg).toContain("Gowa 5");
    expect(svg.match(/<circle/g)).toHaveLength(4);
  });

  it("keeps room for the whole label at a line's end, and says billions in words", () => {
    const points = [
      { period: "2023", value: "845000000000" },
      { period: "2024", value: "914847634000" },
    ];
    const lines = [{ label: "Sesudah", role: "main" as const, points }];
    const svg = String(TrendChart({ ...frame, width: 360, lines }));
    const [, x = "", label = ""] = /<text[^>]* x="([\d.]+)"[^>]*>(Sesudah[^<]+)</.exec(svg) ?? [];
    expect(label).toBe("Sesudah 914,8 miliar");
    expect(Number(x) + textWidth(label, 12)).toBeLessThanOrEqual(360);
    expect(svg).toContain("914.847.634.000");
  });

  it("keeps the labels of lines apart", () => {
    const points = (value: string) => [
      { period: "2023", value },
      { period: "2024", value },
    ];
    const lines = ["8.0", "8.01", "8.02"].map((value, at) => ({
      label: `L${at}`,
      role: "main" as const,
      points: points(value),
    }));
    const svg = String(
      TrendChart({ ...frame, width: 600, lines: [...lines, { label: "Z", role: "quiet", points: points("1") }] }),
    );
    const places = [...svg.matchAll(/y="([\d.]+)"[^>]*>L\d /g)].map(([, y]) => Number(y)).sort((a, b) => a - b);
    expect(places).toHaveLength(3);
    for (const [at, place] of places.entries())
      if (at > 0) expect(place - (places[at - 1] ?? 0)).toBeGreaterThanOrEqual(12);
  });

  it("has nothing to draw from one value", () => {
    expect(Sparkline({ points: [{ period: "2024", value: "1" }] })).toBe("");
    expect(
      String(
        Sparkline({
          points: [
            { period: "2023", value: "1" },
            { period: "2024", value: "2" },
          ],
        }),
      ),
    ).toContain("<path");
  });

  it("breaks long titles instead of cutting them", () => {
    expect(breakLines("satu dua tiga empat", 10, 60).join(" ")).toBe("satu dua tiga empat");
    expect(breakLines("satu dua tiga empat", 10, 60).length).toBeGreaterThan(1);
  });
});

describe("the map of tiles", () => {
  const tiles = Object.entries(TILES).map(([code, [, , name]], at) => ({
    code,
    name,
    href: `/wilayah/${code}`,
    value: code === "73.17" ? null : String(at),
    rank: code === "73.17" ? undefined : at + 1,
  }));
  const svg = String(TileMap({ ...frame, width: 320, tiles, period: "2024" }));

  it("has all 24, each a link with its name, value, period and rank", () => {
    expect(svg.match(/<a /g)).toHaveLength(24);
    // A picture's insides are nobody's to reach; a group's are.
    expect(svg).toContain('role="group"');
    expect(new Set(Object.values(TILES).map(([column, row]) => `${column},${row}`)).size).toBe(24);
    expect(svg).toContain("<title>Gowa: 18, 2024, peringkat 19 dari 23</title>");
  });

  it("hatches the one without a value and says so", () => {
    expect(svg).toContain("<title>Luwu: tanpa angka, 2024</title>");
    expect(svg.match(/url\(#tanpa-angka\)/g)).toHaveLength(1);
  });
});
