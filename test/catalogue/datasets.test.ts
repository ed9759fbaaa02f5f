import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listDatasets } from "../../src/catalogue/dataset-list.ts";
import { createDataset, findDataset, getDataset, updateDataset } from "../../src/catalogue/datasets.ts";
import { createSearchKnowledge } from "../../src/catalogue/search-knowledge.ts";
import { prepareSearch } from "../../src/catalogue/search-terms.ts";
import { NOTHING_KNOWN } from "../../src/catalogue/states.ts";
import { createUpload } from "../../src/catalogue/uploads.ts";
import { type Actor, PUBLIC } from "../../src/kernel/actor.ts";
import type { DatasetSlug } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import {
  actors,
  effects,
  faultOf,
  file,
  givenDataset,
  givenPackage,
  givenPublished,
  givenVersion,
  seededStore,
} from "./given.ts";

let store: Store;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store.close());

type ListRequest = Partial<Parameters<typeof listDatasets>[2]>;

const slugs = async (
  actor: Actor,
  { search: typed, ...request }: Omit<ListRequest, "search"> & { readonly search?: string } = {},
): Promise<string[]> => {
  const knowledge = await createSearchKnowledge(store, NOTHING_KNOWN)();
  const page = await store.read(async (tx) => {
    const search = typed === undefined ? undefined : await prepareSearch(tx, knowledge, typed);
    return listDatasets(tx, actor, { first: 1000, search, ...request });
  });
  return page.nodes.map(({ slug }) => slug);
};

describe("createDataset(tx, actor, package)", () => {
  it("makes a dataset without a version, which the public does not see", async () => {
    const pkg = await givenPackage(store, "baru");
    const dataset = await store.write((tx) => createDataset(tx, actors.producer, pkg, effects));
    expect(dataset).toMatchObject({
      slug: "baru",
      agency: "disdukcapil",
      access: "open",
      current: undefined,
      package: pkg,
    });
    expect(await faultOf(store.read((tx) => getDataset(tx, PUBLIC, dataset.slug)))).toBe("dataset.unknown");
    expect(await faultOf(store.read((tx) => getDataset(tx, actors.other, dataset.slug)))).toBe("dataset.unknown");
    expect(await store.read((tx) => findDataset(tx, actors.producer, dataset.slug))).toEqual(dataset);
  });

  it("refuses a slug that is taken, whoever has it", async () => {
    const pkg = await givenPackage(store, "dua-kali", { agency: "dinkes" });
    await store.write((tx) => createDataset(tx, actors.other, pkg, effects));
    expect(await faultOf(store.write((tx) => createDataset(tx, actors.admin, pkg, effects)))).toBe(
      "dataset.slug-taken",
    );
  });

  it("refuses another agency's", async () => {
    const pkg = await givenPackage(store, "bukan-punyaku", { agency: "dinkes" });
    expect(await faultOf(store.write((tx) => createDataset(tx, actors.producer, pkg, effects)))).toBe(
      "rights.not-allowed",
    );
    expect(await faultOf(store.write((tx) => createDataset(tx, PUBLIC, pkg, effects)))).toBe("rights.login-needed");
  });
});

describe("updateDataset(tx, actor, package)", () => {
  it("puts the package of the next upload and leaves the published one", async () => {
    const dataset = await givenPublished(store, "berubah");
    const pkg = await givenPackage(store, "berubah", { title: "Judul baru" });
    const updated = await store.write((tx) => updateDataset(tx, actors.producer, pkg, effects));
    expect(updated.package.title).toBe("Judul baru");
    expect(updated.current?.package.title).toBe(dataset.package.title);
    expect(updated.updatedAt > dataset.updatedAt).toBe(true);
  });

  it("is refused while an upload is in flight", async () => {
    const dataset = await givenDataset(store, "sibuk");
    await store.write((tx) => createUpload(tx, actors.producer, dataset, { file: file() }, effects));
    expect(await faultOf(store.write((tx) => updateDataset(tx, actors.producer, dataset.package, effects)))).toBe(
      "dataset.upload-in-flight",
    );
  });

  it("moves no dataset to an agency that is not one's own", async () => {
    await givenPublished(store, "pindah");
    const pkg = await givenPackage(store, "pindah", { agency: "dinkes" });
    expect(await faultOf(store.write((tx) => updateDataset(tx, actors.producer, pkg, effects)))).toBe(
      "rights.not-allowed",
    );
    expect(await faultOf(store.write((tx) => updateDataset(tx, actors.other, pkg, effects)))).toBe(
      "rights.not-allowed",
    );
    expect((await store.write((tx) => updateDataset(tx, actors.reviewer, pkg, effects))).agency).toBe("dinkes");
  });

  it("closes a dataset at once", async () => {
    const dataset = await givenPublished(store, "ditutup");
    const pkg = await givenPackage(store, "ditutup", { access: "closed" });
    await store.write((tx) => updateDataset(tx, actors.producer, pkg, effects));
    expect(await store.read((tx) => findDataset(tx, PUBLIC, dataset.slug))).toBeUndefined();
  });

  it("is 404 for a dataset that one may not know", async () => {
    await givenDataset(store, "rahasia", { agency: "dinkes" });
    const pkg = await givenPackage(store, "rahasia", { agency: "disdukcapil" });
    expect(await faultOf(store.write((tx) => updateDataset(tx, actors.producer, pkg, effects)))).toBe(
      "dataset.unknown",
    );
  });
});

describe("access levels", () => {
  it.each([
    ["open", ["public", "producer", "other", "named", "reviewer", "admin"]],
    ["agency", ["producer", "other", "reviewer", "admin"]],
    ["closed", ["producer", "reviewer", "admin"]],
  ])("%s is read, found and listed by %j only", async (access, readers) => {
    const slug = `akses-${access}` as DatasetSlug;
    await givenPublished(store, slug, { access });
    for (const [name, actor] of Object.entries({ public: PUBLIC, ...actors })) {
      const may = readers.includes(name);
      expect([name, (await store.read((tx) => findDataset(tx, actor, slug))) !== undefined]).toEqual([name, may]);
      expect([name, (await slugs(actor)).includes(slug)]).toEqual([name, may]);
    }
  });

  it("a token with named datasets knows those, published or not", async () => {
    await givenDataset(store, "penduduk", { access: "closed" });
    expect(await slugs(actors.named, { drafts: true })).toContain("penduduk");
    expect(await slugs(actors.named)).not.toContain("penduduk");
    expect(await slugs(PUBLIC, { drafts: true })).not.toContain("penduduk");
  });
});

describe("listDatasets(tx, actor, …)", () => {
  beforeAll(async () => {
    await givenPublished(store, "cari-kemiskinan", {
      title: { id: "Persentase Penduduk Miskin", en: "Poverty rate" },
      keywords: ["kemiskinan", "Susenas"],
      topics: ["kemiskinan"],
      agency: "dinsos",
      frequency: "yearly",
    });
    await givenPublished(store, "cari-padi", {
      title: "Luas Panen Padi",
      description: "Produksi dan luas panen, tidak miskin data.",
    });
    await givenPublished(store, "cari-cafe", { title: "Jumlah Café 100%" });
  });

  it("finds a word in title, description, keywords and agency, in either language, whatever its case and accents", async () => {
    expect(await slugs(PUBLIC, { search: "SUSENAS" })).toEqual(["cari-kemiskinan"]);
    // Poverty is kemiskinan, whose stem is in another's description.
    expect(await slugs(PUBLIC, { search: "poverty" })).toEqual(["cari-kemiskinan", "cari-padi"]);
    expect(await slugs(PUBLIC, { search: "sosial miskin" })).toEqual(["cari-kemiskinan"]);
    expect(await slugs(PUBLIC, { search: "cafe" })).toEqual(["cari-cafe"]);
    expect(await slugs(PUBLIC, { search: "tak-ada-sama-sekali" })).toEqual([]);
  });

  it("puts what is in the title first", async () => {
    expect(await slugs(PUBLIC, { search: "miskin" })).toEqual(["cari-kemiskinan", "cari-padi"]);
  });

  it("forgives a slip", async () => {
    expect(await slugs(PUBLIC, { search: "kemiskinn" })).toContain("cari-kemiskinan");
  });

  it("takes no wildcard from a search", async () => {
    expect(await slugs(PUBLIC, { search: "100%" })).toEqual(["cari-cafe"]);
    expect(await slugs(PUBLIC, { search: "zzz%qqq" })).toEqual([]);
  });

  it("filters by agency, topic, keyword, frequency and time", async () => {
    expect(await slugs(PUBLIC, { filter: { agency: ["dinsos"] } })).toEqual(["cari-kemiskinan"]);
    expect(await slugs(PUBLIC, { filter: { topic: ["kemiskinan", "pertanian"] } })).toEqual(["cari-kemiskinan"]);
    expect(await slugs(PUBLIC, { filter: { keyword: ["Susenas"], frequency: ["yearly"] } })).toEqual([
      "cari-kemiskinan",
    ]);
    expect(await slugs(PUBLIC, { filter: { updatedSince: new Date("2999-01-01") } })).toEqual([]);
  });

  it.each(["relevance", "title", "updated", "created"] as const)(
    "walks by %s through every dataset once, either way",
    async (by) => {
      for (const direction of ["asc", "desc"] as const) {
        const whole = await slugs(actors.admin, { orderBy: { by, direction }, drafts: true });
        const walked: string[] = [];
        let after: string | undefined;
        do {
          const page = await store.read((tx) =>
            listDatasets(tx, actors.admin, { first: 3, after, orderBy: { by, direction }, drafts: true }),
          );
          expect(page.totalCount).toBe(whole.length);
          walked.push(...page.nodes.map(({ slug }) => slug));
          after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
        } while (after !== undefined);
        expect(walked).toEqual(whole);
      }
    },
  );

  it("refuses a cursor of another order, or of nothing", async () => {
    const { pageInfo } = await store.read((tx) => listDatasets(tx, PUBLIC, { first: 1, orderBy: { by: "title" } }));
    const next = (after: string) =>
      faultOf(store.read((tx) => listDatasets(tx, PUBLIC, { first: 1, after, orderBy: { by: "updated" } })));
    expect(await next(pageInfo.endCursor ?? "")).toBe("request.bad-cursor");
    expect(await next("'; drop table x; --")).toBe("request.bad-cursor");
  });

  it("shows and finds a dataset by its published package, not by the one that waits", async () => {
    const dataset = await givenPublished(store, "nama-lama", { title: "Kuda Nil" });
    const pkg = await givenPackage(store, "nama-lama", { title: "Kerbau Rawa" });
    await store.write((tx) => updateDataset(tx, actors.producer, pkg, effects));
    expect(await slugs(PUBLIC, { search: "kerbau" })).toEqual([]);
    await givenVersion(store, dataset, 2, pkg);
    expect(await slugs(PUBLIC, { search: "kerbau" })).toEqual(["nama-lama"]);
    expect(await slugs(PUBLIC, { search: "kuda nil" })).toEqual([]);
  });
});
