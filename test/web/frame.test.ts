/** The frame of every page: its menus, its languages and themes, and the script that no page needs. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkAccessibility, describeInBrowser } from "../setup/browser.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

describe("a theme", () => {
  const rootOf = async (path: string, cookie = ""): Promise<string> =>
    /<html[^>]*>/.exec(await (await server.call(path, { headers: { Cookie: cookie } })).text())?.[0] ?? "";

  it("is chosen by a link and remembered", async () => {
    const response = await server.call("/?tema=gelap");
    expect(response.headers.get("set-cookie")).toContain("tema=gelap;");
    expect(await rootOf("/", "lang=en; tema=gelap")).toBe('<html data-theme="dark" lang="en">');
  });

  it("is the device's unless it is one of ours", async () => {
    for (const path of ["/", "/?tema=sistem", "/?tema=toString", '/?tema="><script>'])
      expect(await rootOf(path)).toBe('<html lang="id">');
  });

  it("has the same colours however dark was chosen", () => {
    const css = readFileSync(new URL("../../src/web/assets/jendela.css", import.meta.url), "utf8");
    const colours = (from: string): string[] =>
      (css.slice(css.indexOf(from)).split("}")[0] ?? "").match(/--[\w-]+: #\w+/g) ?? [];
    expect(colours(":root:not([data-theme")).toEqual(colours(':root[data-theme="dark"]'));
    expect(colours(":root:not([data-theme").length).toBeGreaterThan(20);
  });
});

describe("the script", () => {
  it("is small and comes from this server", async () => {
    const html = await (await server.call("/")).text();
    const [, address = ""] = /<script type="module" src="([^"]+)"><\/script>/.exec(html) ?? [];
    const script = await server.call(address);
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect((await script.text()).length).toBeLessThan(6000);
  });
});

describeInBrowser("the frame in a browser", ({ newPage }) => {
  it.each([
    ["id", "light"],
    ["en", "dark"],
  ] as const)("is accessible in %s, %s", async (lang, colorScheme) => {
    const page = await newPage({ colorScheme });
    await page.goto(`${server.url}/?lang=${lang}`);
    expect(await checkAccessibility(page)).toEqual([]);
  });

  it("finds fault with a page that has some", async () => {
    const page = await newPage();
    await page.setContent('<html><body><img src="x"><p style="color:#ccc">Pucat</p></body></html>');
    const found = (await checkAccessibility(page)).map((line) => line.split(":")[0]);
    expect(found).toEqual(expect.arrayContaining(["image-alt", "color-contrast"]));
  });

  it("offers the other themes and not the one that is chosen", async () => {
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(`${server.url}/`);
    await page.getByRole("link", { name: "Gelap" }).click();
    expect(await page.getByRole("link", { name: /^(Terang|Gelap|Ikut perangkat)$/ }).allInnerTexts()).toEqual([
      "Terang",
      "Ikut perangkat",
    ]);
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(22, 24, 26)");
  });
});
