/**
 * Who asks, in the walk over every route, and what they find: a published dataset that is closed, one that is open, an upload and
 * a draft. All of these belong to one agency.
 */
import { checkFile } from "../../src/tabular/check.ts";
import { officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { type SignedIn, signIn } from "../setup/signed-in.ts";

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

const CSV = "kode_wilayah,tahun,jumlah\n73.06,2024,10\n73.71,2024,20\n";

const packageOf = (name: string, access: string) => ({
  name,
  title: `Uji hak ${name}`,
  description: "",
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
          { name: "jumlah", type: "integer", role: "measure", unit: "jiwa" },
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
    const upload = await producer.send(`uji-${access}`, CSV);
    await asAdmin.post(`/api/v1/uploads/${upload.id}/publish`);
    uploads[access] = upload.id;
  }
  const people = {
    own: await signIn(server, "orang sendiri", { role: "producer", agency: AGENCY }),
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
      none: "00000000-0000-4000-8000-000000000000",
      draft: await beginDraft(people.own),
    },
  };
}

/** The first file of a dataset that is not yet there, sent by its producer. */
async function beginDraft(person: SignedIn): Promise<string> {
  const form = new FormData();
  form.append("file", new File([CSV], "baru.csv"));
  const response = await person.postFiles("/kerja/baru", form);
  return response.headers.get("location")?.split("/").at(-1) ?? "";
}
