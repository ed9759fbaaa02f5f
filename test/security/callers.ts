/**
 * Who asks, in the walk over every route, and what they find: a published dataset that is closed, one that is open, an upload and
 * a draft. All of these belong to one agency, and whatever people type in them is hostile.
 */
import { checkFile } from "../../src/tabular/check.ts";
import { officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { type SignedIn, signIn } from "../setup/signed-in.ts";
import { HOSTILE, HOSTILE_NAME } from "./markup.ts";

/** By token: nobody, the agency's producer, another agency's, a system for the closed dataset only, one for another only, and the others. */
export const TOKENS = ["public", "own", "other", "named", "elsewhere", "reviewer", "admin"] as const;

/** By cookie: a browser without a session, then people as above. */
export const SESSIONS = ["public", "own", "other", "reviewer", "admin"] as const;

export type TokenCaller = (typeof TOKENS)[number];
export type SessionCaller = (typeof SESSIONS)[number];

export interface World {
  readonly server: TestServer;
  readonly tokens: Readonly<Record<TokenCaller, string | undefined>>;
  readonly people: Readonly<Record<Exclude<SessionCaller, "public">, SignedIn>>;
  /** What stands for `{name}` in a line's address. */
  readonly names: Readonly<Record<string, string>>;
}

const AGENCY = "dinsos";

/** Figures that stand nowhere else, so that whoever sees one has seen the closed dataset, or the open one. */
export const FIGURES: Readonly<Record<string, string>> = { closed: "7306911", open: "7306922", agency: "7306933" };

const QUOTED = `"${HOSTILE.replaceAll('"', '""')}"`;
const csvOf = (figure: string): string =>
  `kode_wilayah,tahun,jumlah,ket\n73.06,2024,${figure},${QUOTED}\n73.71,2024,20,${QUOTED}\n`;

const packageOf = (name: string, access: string) => ({
  name,
  title: `Uji hak ${name} ${HOSTILE}`,
  description: HOSTILE,
  agency: AGENCY,
  access,
  topics: ["kemiskinan"],
  keywords: ["uji"],
  resources: [
    {
      schema: {
        fields: [
          { name: "kode_wilayah", type: "string", role: "region" },
          { name: "tahun", type: "year", role: "period" },
          {
            name: "jumlah",
            type: "integer",
            additive: true,
            role: "measure",
            unit: HOSTILE,
            title: HOSTILE,
            definition: HOSTILE,
          },
          { name: "ket", type: "string", title: HOSTILE, description: HOSTILE },
        ],
        primaryKey: ["kode_wilayah", "tahun"],
      },
    },
  ],
});

export async function openWorld(): Promise<World> {
  const server = await openTestServer({ OIDC_ISSUER: "http://127.0.0.1:9", UPLOADS_PER_HOUR: "1000" }, checkFile);
  const own = await server.token("producer", AGENCY);
  const admin = await server.token("admin");
  const asAdmin = officerOf(server, admin);
  const limited = async (dataset: string): Promise<string> => {
    const body = { name: `sistem ${dataset}`, role: "system", agency: AGENCY, datasets: [dataset] };
    return String((await asAdmin.post("/api/v1/tokens", body)).body.token);
  };
  const producer = officerOf(server, own);
  const uploads: Record<string, string> = {};
  for (const access of ["closed", "open", "agency"]) {
    await producer.declare(packageOf(`uji-${access}`, access));
    const upload = await producer.send(`uji-${access}`, csvOf(FIGURES[access] ?? ""), {
      name: `${HOSTILE_NAME}.csv`,
      note: HOSTILE,
    });
    await asAdmin.post(`/api/v1/uploads/${upload.id}/publish`);
    uploads[access] = upload.id;
  }
  const broken = await producer.send("uji-closed", csvOf(QUOTED), { name: `${HOSTILE_NAME}.csv`, note: HOSTILE });
  const people = {
    own: await signIn(server, `orang sendiri ${HOSTILE}`, { role: "producer", agency: AGENCY }),
    other: await signIn(server, "orang lain", { role: "producer", agency: "dinkes" }),
    reviewer: await signIn(server, "walidata", { role: "reviewer" }),
    admin: await signIn(server, "pengelola", { role: "admin" }),
  };
  const tokens = {
    public: undefined,
    own,
    other: await server.token("producer", "dinkes"),
    named: await limited("uji-closed"),
    elsewhere: await limited("uji-open"),
    reviewer: await server.token("reviewer"),
    admin,
  };
  return {
    server,
    tokens,
    people,
    names: {
      upload: uploads.closed ?? "",
      broken: broken.id,
      none: "00000000-0000-4000-8000-000000000000",
      draft: await beginDraft(people.own),
    },
  };
}

/** The first file of a dataset that is not yet there, sent by its producer. */
async function beginDraft(person: SignedIn): Promise<string> {
  const form = new FormData();
  form.append("file", new File([csvOf("1").replace("ket", QUOTED)], `${HOSTILE_NAME}.csv`));
  const response = await person.postFiles("/kerja/baru", form);
  return response.headers.get("location")?.split("/").at(-1) ?? "";
}
