/** What a figure is called where it stands without its dataset. */
import { expect, it } from "vitest";
import { contextOf } from "../../src/web/figure-pane.tsx";

it("names the dataset of a measure that is called by its column alone, and of no curated indicator", () => {
  const source = { title: { id: "Kejadian bencana", en: "Disaster events" } };
  expect(contextOf({ curated: false }, source, "id")).toBe("Kejadian bencana");
  expect(contextOf({ curated: false }, source, "en")).toBe("Disaster events");
  expect(contextOf({ curated: true }, source, "id")).toBe("");
});
