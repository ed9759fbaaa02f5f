/** The documentation says what the code does: every variable, code and script is in it, and what is generated is up to date. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePackage } from "../src/catalogue/package.ts";
import { packageProblemText } from "../src/catalogue/package-problem.ts";
import { readRecipe } from "../src/catalogue/recipes.ts";
import { settingRows } from "../src/config/settings.ts";
import { faultText } from "../src/kernel/fault-text.ts";
import { findingText } from "../src/kernel/finding-text.ts";
import { ACTIVITY, ACTIVITY_STEPS } from "../src/kernel/statistical-activity.ts";
import { INDICATOR, VARIABLE } from "../src/kernel/statistical-variable.ts";
import { renderCodes, renderReadme } from "./docs/generated.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "seeds/README.md",
  "datasets/README.md",
  ...readdirSync(new URL("../docs", import.meta.url), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

describe("docs/codes.md", () => {
  it("is up to date; otherwise run npm run docs:codes", () => {
    expect(read("docs/codes.md") === renderCodes()).toBe(true);
  });

  it("names every code of a fault, an issue and a package's problem", () => {
    const codes = read("docs/codes.md");
    const all = [...Object.keys(faultText), ...Object.keys(findingText), ...Object.keys(packageProblemText)];
    expect(all.filter((code) => !codes.includes(`\`${code}\``))).toEqual([]);
  });

  it("has a form for every code that its kind keeps to", () => {
    expect(Object.keys(faultText).filter((code) => !/^[a-z]+(\.[a-z0-9-]+)+$/.test(code))).toEqual([]);
    expect(Object.keys(findingText).filter((code) => !/^[a-z]+\/[a-z0-9-]+$/.test(code))).toEqual([]);
  });

  it("shows sentences that are whole, whatever their parameters", () => {
    expect(renderCodes()).not.toMatch(/NaN|undefined|\[object/);
  });
});

describe("README.md", () => {
  const readme = read("README.md");

  it("is up to date; otherwise run npm run docs:codes", () => {
    expect(renderReadme(readme) === readme).toBe(true);
  });

  it("names every configuration variable", () => {
    expect(settingRows.filter(({ variable }) => !readme.includes(`| \`${variable}\` |`))).toEqual([]);
  });

  it("gives the two commands", () => {
    expect(readme).toContain("npm ci && npm start");
    expect(readme).toContain("npm ci && npm test");
  });
});

describe("docs/api.md", () => {
  /** The paths of `router.get("/api/v1/uploads/:id", …)` and its like. */
  const routes = readdirSync(new URL("../src", import.meta.url), { recursive: true })
    .map(String)
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => [
      ...read(`src/${name}`).matchAll(
        /\b(?:router|app)\s*\.(?:get|post|put|patch|delete|all)\(\s*(\[[^\]]*\]|"[^"]*")/g,
      ),
    ])
    .flatMap(([, paths = ""]) => [...paths.matchAll(/"(\/[^"]*)"/g)].map(([, path = ""]) => path));

  /** ":name" stands for whatever the page writes there, such as "{slug}.csv" or "v{n}". */
  const pattern = (route: string): RegExp =>
    new RegExp(`[ \`]${route.replaceAll(".", "\\.").replaceAll(/:\w+/g, "[^/ `]*\\{\\w+\\}[^/ `]*")}\``);

  it("lists every route", () => {
    const page = read("docs/api.md");
    expect([...new Set(routes)].filter((route) => !pattern(route).test(page))).toEqual([]);
    expect(routes.length).toBeGreaterThan(3);
  });

  it("lists no route that there is not", () => {
    const listed = [...read("docs/api.md").matchAll(/^\| (.*?) \|/gm)].flatMap(([, cells = ""]) =>
      [...cells.matchAll(/`(?:[A-Z]+ )?(\/[^`]*)`/g)].map(([, path = ""]) => path),
    );
    expect(listed.length).toBeGreaterThan(20);
    expect(listed.filter((path) => !routes.some((route) => pattern(route).test(` ${path}\``)))).toEqual([]);
  });
});

describe("docs/package.md", () => {
  it("names every property of the forms of statistical metadata", () => {
    const [, section = ""] = /^## Statistical metadata\n([\s\S]*?)^## /m.exec(read("docs/package.md")) ?? [];
    const steps = ACTIVITY_STEPS.flatMap((step) => [`${step}From`, `${step}Until`]);
    const named = [...Object.keys(ACTIVITY), ...Object.keys(INDICATOR), ...Object.keys(VARIABLE)];
    expect(named.filter((name) => !steps.includes(name) && !section.includes(`\`${name}\``))).toEqual([]);
    expect(ACTIVITY_STEPS.filter((step) => !section.includes(`\`${step}\``))).toEqual([]);
  });

  it("shows a package that is accepted, and a recipe that fits it", () => {
    const [, example = ""] = /^```json\n([\s\S]*?)^```$/m.exec(read("docs/package.md")) ?? [];
    const slugsOf = (path: string): Set<string> =>
      new Set((JSON.parse(read(path)) as { slug: string }[]).map(({ slug }) => slug));
    const context = {
      agencies: slugsOf("seeds/agencies.json"),
      topics: slugsOf("seeds/topics.json"),
      findReference: () => undefined,
    };
    const pkg = parsePackage(JSON.parse(example), context);
    expect(pkg.schema.fields).toHaveLength(4);
    const [, recipe = ""] = /^```json recipe\n([\s\S]*?)^```$/m.exec(read("docs/package.md")) ?? [];
    expect(readRecipe(JSON.parse(recipe), pkg.schema).melt).toMatchObject({ value: "panjang" });
    const [, statistics = ""] = /^```json statistics\n([\s\S]*?)^```$/m.exec(read("docs/package.md")) ?? [];
    const more = JSON.parse(statistics) as { activity: unknown };
    expect(parsePackage({ ...JSON.parse(example), ...more }, context).activity).toEqual(more.activity);
  });
});

describe("docs/security.md", () => {
  const [, threats = ""] = /^## Threats\n([\s\S]*)/m.exec(read("docs/security.md")) ?? [];
  const rows = [...threats.matchAll(/^\| (?!threat|---)(.*?) \|.*\| (.*?) \|$/gm)];

  it("names a test for every threat, and only tests that there are", () => {
    expect(rows.length).toBeGreaterThan(25);
    const named = rows.map(([, threat, cell = ""]) => ({
      threat,
      tests: [...cell.matchAll(/`(test\/[^`]+)`/g)].map(([, path = ""]) => path),
    }));
    expect(named.filter(({ tests }) => tests.length === 0).map(({ threat }) => threat)).toEqual([]);
    expect(
      named.flatMap(({ tests }) => tests).filter((path) => !existsSync(new URL(`../${path}`, import.meta.url))),
    ).toEqual([]);
  });
});

describe("docs/asvs.md", () => {
  /** How many requirements of levels 1 and 2 each section of the standard has. */
  const SECTIONS: Readonly<Record<string, number>> = JSON.parse(
    `{"1.1":2,"1.2":9,"1.3":11,"1.4":3,"1.5":2,"2.1":3,"2.2":3,"2.3":4,"2.4":1,"3.2":2,"3.3":4,"3.4":6,"3.5":5,"3.7":2,
      "4.1":3,"4.2":1,"4.3":2,"4.4":4,"5.1":1,"5.2":3,"5.3":2,"5.4":3,"6.1":3,"6.2":12,"6.3":4,"6.4":4,"6.5":5,"6.6":3,"6.8":4,
      "7.1":3,"7.2":4,"7.3":2,"7.4":5,"7.5":2,"7.6":2,"8.1":2,"8.2":3,"8.3":1,"8.4":1,"9.1":3,"9.2":4,
      "10.1":2,"10.2":2,"10.3":4,"10.4":11,"10.5":5,"10.6":2,"10.7":3,"11.1":2,"11.2":3,"11.3":3,"11.4":4,"11.5":1,"11.6":1,
      "12.1":3,"12.2":2,"12.3":4,"13.1":1,"13.2":5,"13.3":2,"13.4":5,"14.1":2,"14.2":4,"14.3":3,"15.1":3,"15.2":3,"15.3":7,
      "16.1":1,"16.2":5,"16.3":4,"16.4":3,"16.5":3,"17.1":1,"17.2":4,"17.3":2}`,
  );
  const text = read("docs/asvs.md");
  const rows = [...text.matchAll(/^\| (\d+\.\d+)\.\d+ \| .+ \| (holds|n\/a|gap) \| (.+) \|$/gm)];

  it("has every requirement of the standard once, with a verdict and where or why", () => {
    const counted: Record<string, number> = {};
    for (const [, section = ""] of rows) counted[section] = (counted[section] ?? 0) + 1;
    expect(counted).toEqual(SECTIONS);
    expect(new Set(rows.map(([row]) => row.split("|")[1])).size).toBe(rows.length);
  });

  it("counts its own verdicts, and names files that there are", () => {
    const of = (verdict: string): number => rows.filter(([, , one]) => one === verdict).length;
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      `Of ${rows.length}: ${of("holds")} hold, ${of("n/a")} do not apply, ${of("gap")} are gaps.`,
    );
    const named = [...text.matchAll(/`((?:src|test|docs)\/[^`]+)`/g)].map(([, path = ""]) => path);
    expect(named.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([]);
  });
});

describe("every page", () => {
  it.each(pages)("%s links only to what is there", (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => target ?? "");
    const folder = new URL(`../${page}`, import.meta.url);
    expect(targets.filter((target) => !existsSync(new URL(target, folder)))).toEqual([]);
  });

  it("names only scripts of package.json that there are", () => {
    const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: object }).scripts);
    const named = pages.flatMap((page) => [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? ""));
    expect([...new Set(named)].filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it("lists every decision", () => {
    const listed = read("docs/decisions/README.md");
    const there = readdirSync(new URL("../docs/decisions", import.meta.url)).filter((name) => name !== "README.md");
    expect(there.filter((name) => !listed.includes(`(${name})`))).toEqual([]);
  });

  it("lists every room of the source in docs/architecture.md", () => {
    const architecture = read("docs/architecture.md");
    const rooms = readdirSync(new URL("../src", import.meta.url), { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    );
    expect(rooms.map(({ name }) => name).filter((name) => !architecture.includes(`\`${name}/\``))).toEqual([]);
  });
});
