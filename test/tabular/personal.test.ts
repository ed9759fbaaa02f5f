import { describe, expect, it } from "vitest";
import { findPersonal, maskPersonal } from "../../src/tabular/personal.ts";
import { personalKindOfHeader } from "../../src/tabular/personal-column.ts";
import { check, ofCode, schemaOf } from "./given.ts";

// Invented numbers: no such person, day 31 of serial 0000.
const NIK = ["7371011501900001", "7306024507850002", "7371036212990003"];
const NIP = ["198501152010011003", "199003202015032001"];

const open = schemaOf([{ name: "kode" }, { name: "nilai", type: "integer" }]);

describe("findPersonal(cell)", () => {
  it("knows each kind by its structure", () => {
    expect([...NIK, ...NIP].map(findPersonal)).toEqual(["nik", "nik", "nik", "nip", "nip"]);
    expect(findPersonal("Ibu Fulana (NIK 7371011501900001)")).toBe("nik");
    expect(findPersonal("09.254.294.3-407.000")).toBe("npwp");
    expect(findPersonal("0812-3456-7890")).toBe("phone");
    expect(findPersonal("+62 812 3456 7890")).toBe("phone");
    expect(findPersonal("fulana@gmail.com")).toBe("email");
  });

  it("does not cry wolf over decimals, coordinates, school ids, codes and offices", () => {
    const harmless = [
      "119.4371011501900001",
      "0.7371011501900001",
      "-5.147665001234567890",
      "40304952",
      "1234567890123456",
      "5.1.02.01.01.0024",
      "7371990000000000",
      "dinkes@sulselprov.go.id",
      "0411-881234",
      "2024-05-17",
      "123456789012",
    ];
    expect(harmless.map(findPersonal)).toEqual(harmless.map(() => undefined));
  });

  it("shows too little to use", () => {
    expect(maskPersonal("7371011501900001")).toBe("73************01");
    expect(maskPersonal("fulana@gmail.com")).toBe("f***@gmail.com");
    expect(maskPersonal("Ani")).toBe("***");
  });
});

describe("personalKindOfHeader(header)", () => {
  it("knows what a header announces", () => {
    expect(["NIK", "No. KK", "NPWP", "NIP", "No HP", "E-mail", "No. Rekening"].map(personalKindOfHeader)).toEqual([
      "nik",
      "kk",
      "npwp",
      "nip",
      "phone",
      "email",
      "bank-account",
    ]);
    expect(
      ["kode_rekening", "unik", "teknik", "kk_miskin", "hpv", "rekening belanja"].map(personalKindOfHeader),
    ).toEqual(new Array(6).fill(undefined));
  });
});

describe("personal data in a file", () => {
  it("stops publication wherever it stands, and shows nothing but masks", async () => {
    const text = ["kode,nilai,NIK", ...NIK.map((nik, index) => `A${index},${index},${nik}`)].join("\n");
    const { result, findings } = await check({ text, schema: open });
    expect(result.report.errors).toBe(1);
    const [found] = findings.filter(({ code }) => code === "personal/nik");
    expect(found).toMatchObject({ column: 3, severity: "error", params: { name: "NIK", count: 3 } });
    const told = JSON.stringify([result, findings]);
    for (const nik of NIK) expect(told).not.toContain(nik);
  });

  it("masks the values of a personal column in every other finding", async () => {
    const schema = schemaOf(
      [
        { name: "nik", constraints: { unique: true, maxLength: 10 } },
        { name: "nilai", type: "integer" },
      ],
      ["nik"],
    );
    const text = `nik,nilai\n${NIK[0]},1\n${NIK[0]},2\n${NIK[1]},x\n`;
    const { result, findings } = await check({ text, schema });
    expect(findings.length).toBeGreaterThan(3);
    for (const nik of NIK) expect(JSON.stringify([result, findings])).not.toContain(nik);
  });

  it("is found in free text too, and under a header that says nothing, when there are several", async () => {
    const text = ["kode,nilai,korban", ...NIK.map((nik, index) => `A${index},${index},Fulan ${nik}`)].join("\n");
    expect((await check({ text, schema: open })).codes).toContain("personal/nik");
    const nips = ["kode,nilai,x", ...NIP.map((nip, index) => `A${index},${index},${nip}`)].join("\n");
    expect((await check({ text: nips, schema: open })).codes).toContain("personal/nip");
  });

  it("is not seen in NPSN, long decimals or budget codes", async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `403049${10 + i},${i},119.${7371011501900001n + BigInt(i)},5.1.02.01.01.00${10 + i}`,
    );
    const text = ["kode,nilai,bujur,kode_rekening", ...rows].join("\n");
    expect((await check({ text, schema: open })).codes.filter((code) => code.startsWith("personal/"))).toEqual([]);
  });

  it("is a name beside sex and birth date, but not a region's name beside a sex", async () => {
    const people = ["Andi Fulan", "Siti Fulana", "Baso Fulan"];
    const persons = [
      "kode,nilai,nama,jenis_kelamin,tgl_lahir",
      ...people.map((name, i) => `A${i},${i},${name},L,1990-01-0${i + 1}`),
    ].join("\n");
    expect((await check({ text: persons, schema: open })).codes).toContain("personal/identity");
    const regions = [
      "kode,nilai,nama,jenis_kelamin",
      ...["Gowa", "Maros", "Bone"].map((name, i) => `A${i},${i},${name},L`),
    ].join("\n");
    expect((await check({ text: regions, schema: open })).codes).not.toContain("personal/identity");
  });

  it("is let through when a reviewer released a false alarm, with the reason kept", async () => {
    const text = "kode,nilai,telp\nA,1,081234567890\nB,2,081234567891\nC,3,081234567892\n";
    const first = await check({ text, schema: open });
    expect(ofCode(first, "personal/phone")[0]?.severity).toBe("error");
    const decisions = [{ issue: { code: "personal/phone" }, override: true, reason: "nomor puskesmas" }];
    const released = await check({ text, schema: open, more: { decisions } });
    expect(released.result.report.errors).toBe(0);
    expect(ofCode(released, "personal/phone")[0]).toMatchObject({
      severity: "note",
      reason: "nomor puskesmas",
    });
  });

  it("warns of small counts on sensitive topics in districts", async () => {
    const schema = schemaOf([
      { name: "kode_kecamatan", role: "region" },
      { name: "kasus_hiv", type: "integer", role: "measure" },
    ]);
    const text = "kode_kecamatan,kasus_hiv\n73.06.01,2\n73.06.02,12\n73.06.03,0\n";
    const [small] = ofCode(await check({ text, schema }), "column/small-cells");
    expect(small).toMatchObject({ severity: "warning", params: { count: 1 } });
  });
});
