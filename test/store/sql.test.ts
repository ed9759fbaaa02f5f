import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatasetId } from "../../src/kernel/ids.ts";
import { readCopyLines, writeCopyValue } from "../../src/store/copy-lines.ts";
import type { Store } from "../../src/store/data-source.ts";
import { columnFromName, columnIdent, type SqlIdent, tableOf, uploadOfStage } from "../../src/store/ident.ts";
import { copyOut } from "../../src/store/rows-out.ts";
import { bind, isBigint, joinSql, literal, sql, toLiteralText, toQuery } from "../../src/store/sql.ts";
import { fc } from "../setup/properties.ts";
import { openTestStore } from "../setup/store.ts";

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** Any text without a zero byte or half a surrogate pair, rich in what could end a literal. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        "''",
        "\\",
        "\\'",
        "E'",
        "$$",
        "--",
        "/*",
        ";",
        '"',
        "{",
        "}",
        ",",
        "\n",
        "\t",
        "\\.",
        "null",
        "\u2028",
        "😀",
      ),
      fc.string({ unit: "grapheme" }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""))
  .filter((text) => !text.includes("\0") && Buffer.from(text).toString() === text);

describe("a literal", () => {
  it("means exactly its text, whatever the text", async () => {
    await store.withClient(async (client) => {
      await fc.assert(
        fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 5 }), async (texts) => {
          const list = texts.map((text) => literal(text)).join(", ");
          const { rows } = await client.query(
            `select array[${list}]::text[] as texts, ${literal(texts)}::text[] as list`,
          );
          expect(rows).toEqual([{ texts, list: texts }]);
        }),
        { numRuns: 300 },
      );
    });
  });

  it("means the same where backslashes are special", async () => {
    await store.withClient(async (client) => {
      await client.query("set standard_conforming_strings = off");
      await fc.assert(
        fc.asyncProperty(hostile, async (text) => {
          expect((await client.query(`select ${literal(text)} as text`)).rows).toEqual([{ text }]);
        }),
        { numRuns: 100 },
      );
      await client.query("reset standard_conforming_strings");
    });
  });

  it("passes through COPY unharmed, both ways", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(hostile), { minLength: 1, maxLength: 4 }), async (values) => {
        const list = values.map((value) => literal(value)).join(", ");
        const rows = [];
        for await (const batch of readCopyLines(copyOut(store, `copy (select ${list}) to stdout`))) rows.push(...batch);
        expect(rows).toEqual([values]);
        expect(values.map(writeCopyValue).join("\t").split("\t")).toHaveLength(values.length);
      }),
      { numRuns: 60 },
    );
  });

  it("refuses a zero byte", () => {
    expect(() => literal("a\0b")).toThrow(RangeError);
  });
});

describe("a fragment", () => {
  it("numbers its values for the wire and writes them out for COPY", () => {
    const fragment = sql`select ${columnIdent(3)} from ${tableOf(7 as DatasetId)} where ${joinSql([sql`a = ${bind("x'", "text")}`, sql`b = ${bind("2", "bigint")}`], " and ")} limit ${5}`;
    expect(toQuery(fragment)).toEqual({
      text: 'select "c3" from "data"."d7" where a = ($1::text) and b = ($2::bigint) limit 5',
      values: ["x'", "2"],
    });
    expect(toLiteralText(fragment)).toBe(
      `select "c3" from "data"."d7" where a = ('x'''::text) and b = ('2'::bigint) limit 5`,
    );
  });

  it("takes no look-alike of an identifier and no fraction", () => {
    expect(() => sql`select ${{ quoted: "1; drop table x" } as SqlIdent}`).toThrow(TypeError);
    expect(() => sql`limit ${1.5}`).toThrow(RangeError);
  });
});

describe("an identifier", () => {
  it("is made from numbers and ids only", () => {
    for (const name of ["c0", "c01", "c1;", "d1", "", "c1 ", "c9999999999"])
      expect(() => columnFromName(name)).toThrow(RangeError);
    expect(() => tableOf(0 as DatasetId)).toThrow(RangeError);
    expect(uploadOfStage("u0198c2f04a1b7c3d8e4f001122334455_delta")).toBe("0198c2f0-4a1b-7c3d-8e4f-001122334455");
    expect(uploadOfStage("users")).toBeUndefined();
  });
});

describe("isBigint", () => {
  it("knows both ends", () => {
    expect(["9223372036854775807", "-9223372036854775808", "0"].map(isBigint)).toEqual([true, true, true]);
    expect(["9223372036854775808", "-9223372036854775809", "1.0", "", "1e3"].map(isBigint)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
