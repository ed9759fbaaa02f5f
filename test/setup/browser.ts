/**
 * A real browser for the tests of pages: the chromium that is found by CHROMIUM or where systems keep it, launched once a file. Where
 * there is none these tests are skipped with one line; with CI=true they fail instead. Accessibility is judged by axe-core.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOnly } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";

const PLACES = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
];

/** The browser's program; undefined where there is none. */
const chromiumPath: string | undefined = PLACES.find((path) => path !== "" && existsSync(path));

const ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"];

const MISSING = "No chromium: set CHROMIUM to its path, or install it. Browser tests are not run.";

export interface TestBrowser {
  /** A page of a fresh context: no cookies, 1280 × 900 pixels, unless said otherwise. Closed with the browser. */
  readonly newPage: (options?: BrowserContextOptions) => Promise<Page>;
  /** A page of another browser, which remembers in this folder what browsers remember. Closing its context closes that browser. */
  readonly openProfile: (folder: string) => Promise<Page>;
}

/** A `describe` whose tests have a browser. */
export function describeInBrowser(name: string, tests: (browser: TestBrowser) => void): void {
  if (chromiumPath === undefined) {
    if (process.env.CI === "true") describe(name, () => it("has a browser", () => expect.fail(MISSING)));
    else {
      process.stderr.write(`${MISSING}\n`);
      describe.skip(name, () => it("has a browser", () => {}));
    }
    return;
  }
  const executablePath = chromiumPath;
  describe(name, () => {
    let browser: Promise<Browser> | undefined;
    afterAll(async () => (await browser)?.close());
    tests({
      newPage: async (options = {}) => {
        browser ??= chromium.launch({ executablePath, args: ARGUMENTS });
        const context = await (await browser).newContext({ viewport: { width: 1280, height: 900 }, ...options });
        const page = await context.newPage();
        page.setDefaultTimeout(15_000);
        return page;
      },
      openProfile: async (folder) => {
        const context = await chromium.launchPersistentContext(folder, { executablePath, args: ARGUMENTS });
        const [page] = context.pages();
        return page ?? context.newPage();
      },
    });
  });
}

/**
 * Goes through a page by the Tab key from its top, and tells what somebody without a mouse would miss: controls that are not reached,
 * reached out of order, or reached without a sign of it. The first stop must lead past the menu.
 */
export async function walkByKeyboard(page: Page): Promise<readonly string[]> {
  const count = (await page.evaluate(`(() => {
    window.walk = { stops: [], controls: [...document.querySelectorAll(
      "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']",
    )].filter((each) => !each.disabled && each.checkVisibility()) };
    const outlined = (each) => getComputedStyle(each).outlineStyle !== "none";
    const stroked = (each) => each.matches(".tile") && getComputedStyle(each.querySelector("rect")).strokeWidth === "2.5px";
    addEventListener("focusin", ({ target }) =>
      window.walk.stops.push({ target, seen: outlined(target.closest(".search") ?? target) || stroked(target) }));
    return window.walk.controls.length;
  })()`)) as number; // what the script above gives
  for (let at = 0; at < count; at++) await page.keyboard.press("Tab");
  return (await page.evaluate(`(() => {
    const { stops, controls } = window.walk;
    const tell = (each) => each.outerHTML.slice(0, 120);
    return [
      ...(controls[0]?.className === "skip" ? [] : ["the first stop does not lead past the menu"]),
      ...controls.flatMap((each, at) => (stops[at]?.target === each ? [] : ["not reached in its turn: " + tell(each)])).slice(0, 1),
      ...stops.flatMap(({ target, seen }) => (seen ? [] : ["focus not to be seen: " + tell(target)])),
    ];
  })()`)) as readonly string[]; // likewise
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds against WCAG 2.2 AA on the page as it is, a line for each; empty when it finds nothing. */
export async function checkAccessibility(page: Page): Promise<readonly string[]> {
  // Evaluated from outside, so that the page's own security policy stays as it is.
  await page.evaluate(AXE);
  return runAxe(page, { type: "tag", values: TAGS });
}

/**
 * The same in both themes: whole in the one that the page was asked for, then, since a page differs between themes by its colours alone,
 * its contrast in the other one, on the page that is loaded.
 */
export async function checkInBothThemes(page: Page): Promise<readonly string[]> {
  const found = await checkAccessibility(page);
  const theme = await page.evaluate(`(() => {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    return root.dataset.theme;
  })()`);
  const contrast = await runAxe(page, { type: "rule", values: ["color-contrast", "link-in-text-block"] });
  return [...found, ...contrast.map((one) => `${theme}: ${one}`)];
}

async function runAxe(page: Page, runOnly: RunOnly): Promise<readonly string[]> {
  const { violations } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ["violations"] })`,
  )) as AxeResults; // what axe.run gives, through JSON
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html, failureSummary }) =>
      [`${id}: ${help}`, target.join(" "), html.slice(0, 200), (failureSummary ?? "").replace(/\s+/g, " ")].join(" | "),
    ),
  );
}
