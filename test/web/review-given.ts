/** What the reviewer's tests begin with: a published dataset, and an upload with changes, warnings, a mended value and a reason. */
import { checkFile } from "../../src/tabular/check.ts";
import { type Officer, officerOf, type ShownUpload } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { type SignedIn, signIn } from "../setup/signed-in.ts";

export const SLUG = "angka-kemiskinan";

const REGIONS = [
  ["73.02", "Bulukumba"],
  ["73.04", "Jeneponto"],
  ["73.06", "Gowa"],
  ["73.08", "Bone"],
  ["73.71", "Kota Makassar"],
] as const;

export const packageOf = (name: string, title = "Persentase penduduk miskin") => ({
  name,
  title: { id: title, en: `${title} (en)` },
  description: "Persentase penduduk di bawah garis kemiskinan.",
  agency: "dinsos",
  frequency: "yearly",
  resources: [
    {
      schema: {
        fields: [
          { name: "kode_wilayah", type: "string", role: "region", title: "Kode wilayah" },
          { name: "nama_wilayah", type: "string", title: "Kabupaten/kota" },
          { name: "tahun", type: "year", role: "period", title: "Tahun" },
          {
            name: "persentase",
            type: "number",
            role: "measure",
            unit: "persen",
            title: "Penduduk miskin",
            constraints: { required: true, minimum: 0, maximum: 100 },
          },
          {
            name: "jumlah",
            type: "integer",
            role: "measure",
            unit: "ribu jiwa",
            additive: true,
            title: "Jumlah penduduk miskin",
          },
        ],
        primaryKey: ["kode_wilayah", "tahun"],
      },
    },
  ],
});

type Cell = string | number;

/** Rows for these years; `change` makes other cells of some. */
export function csv(
  years: readonly number[],
  change: (key: string, cells: Cell[]) => Cell[] | undefined = (_, cells) => cells,
): string {
  const rows = years.flatMap((year) =>
    REGIONS.flatMap(([code, name], index) => {
      const cells = change(`${code} ${year}`, [
        code,
        name,
        year,
        (6 + index + (2025 - year) / 4).toFixed(2),
        20 + index * 7 + (2025 - year),
      ]);
      return cells === undefined ? [] : [cells.join(",")];
    }),
  );
  return `${["kode_wilayah,nama_wilayah,tahun,persentase,jumlah", ...rows].join("\n")}\n`;
}

/** The next year, one figure far off, one row gone. */
export const changed = (): string =>
  csv([2022, 2023, 2024, 2025], (key, cells) => {
    if (key === "73.08 2022") return undefined;
    if (key === "73.06 2024") return [...cells.slice(0, 3), "14.75", 99];
    if (key === "73.71 2024") return [...cells.slice(0, 3), "9.50", cells[4] ?? 0];
    return cells;
  });

export interface Visited {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

/** Somebody in front of the pages. */
export interface Visitor {
  readonly signedIn: SignedIn;
  readonly get: (path: string) => Promise<Visited>;
  /** Sends a form. */
  readonly post: (path: string, fields?: Readonly<Record<string, string>>) => Promise<Visited>;
}

export interface ReviewGiven {
  readonly server: TestServer;
  readonly officer: Officer;
  readonly reviewer: Officer;
  /** Sends and submits a file. */
  readonly submit: (slug: string, content: string, fields?: Record<string, string>) => Promise<ShownUpload>;
  readonly visitor: (role: "producer" | "reviewer" | "admin", agency?: string) => Promise<Visitor>;
  /** A reviewer who also sends; the upload's id. */
  readonly reviewerOwn: (slug: string, content: string) => Promise<string>;
  readonly ownVisitor: Visitor;
  /** Ids of what waits for a decision, the oldest first. */
  readonly waiting: () => Promise<readonly string[]>;
}

export async function givenReview(): Promise<ReviewGiven> {
  const server = await openTestServer({}, checkFile);
  const officer = officerOf(server, await server.token("producer", "dinsos"));
  const reviewer = officerOf(server, await server.token("reviewer"));
  await officer.declare(packageOf(SLUG));
  const first = await officer.send(SLUG, csv([2022, 2023, 2024]));
  const published = await reviewer.post(`/api/v1/uploads/${first.id}/publish`, {});
  if (published.status !== 200) throw new Error(JSON.stringify(published.body));
  const submit: ReviewGiven["submit"] = async (slug, content, fields) => {
    const upload = await officer.send(slug, content, fields);
    const submitted = await officer.post(`/api/v1/uploads/${upload.id}/submit`);
    if (submitted.status !== 200) throw new Error(JSON.stringify([submitted.body, upload.report]));
    return upload;
  };
  let people = 0;
  const visitorOf = (signedIn: SignedIn): Visitor => {
    const read = async (answer: Promise<Response>): Promise<Visited> => {
      const response = await answer;
      return { status: response.status, html: await response.text(), headers: response.headers };
    };
    return {
      signedIn,
      get: (path) => read(signedIn.get(path)),
      post: (path, fields = {}) => read(signedIn.post(path, fields)),
    };
  };
  const visitor: ReviewGiven["visitor"] = async (role, agency) => {
    people += 1;
    return visitorOf(await signIn(server, `${role} ${people}`, { role, ...(agency === undefined ? {} : { agency }) }));
  };
  const ownVisitor = await visitor("reviewer");
  return {
    server,
    officer,
    reviewer,
    submit,
    visitor,
    reviewerOwn: async (slug, content) => {
      const { id } = await officer.send(slug, content);
      await server.service.store.write((tx) =>
        tx.query("update catalogue.upload set created_by = $2, created_by_name = $3 where id = $1", [
          id,
          ownVisitor.signedIn.actor.key,
          ownVisitor.signedIn.actor.name,
        ]),
      );
      await officer.post(`/api/v1/uploads/${id}/submit`);
      return id;
    },
    ownVisitor,
    waiting: async () => {
      const rows = await server.service.store.read((tx) =>
        tx.query<{ id: string }>("select id from catalogue.upload where status = 'submitted' order by created_at"),
      );
      return rows.map(({ id }) => id);
    },
  };
}
