import { expect, it } from "vitest";
import { rowToJson } from "../../src/formats/row-json.ts";
import { RawJson, writeJson } from "../../src/http/raw-json.ts";
import { fc } from "../setup/properties.ts";

it("writes what JSON.stringify writes", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(writeJson(value)).toBe(JSON.stringify(value));
    }),
  );
  expect(writeJson({ a: undefined, b: [undefined], c: new Date(0) })).toBe(
    '{"b":[null],"c":"1970-01-01T00:00:00.000Z"}',
  );
});

it("splices exact numbers", () => {
  expect(writeJson({ value: new RawJson("1.50"), list: [new RawJson("12345678901234567890.00")] })).toBe(
    '{"value":1.50,"list":[12345678901234567890.00]}',
  );
});

it("writes a row keyed by field, numbers as tokens and codes as strings", () => {
  const write = rowToJson([
    { name: "kode", kind: "text" },
    { name: "nilai", kind: "numeric" },
    { name: "jumlah", kind: "bigint" },
    { name: "aktif", kind: "boolean" },
  ]);
  expect(write(["73.06", "1.50", "9007199254740993", "t"])).toBe(
    '{"kode":"73.06","nilai":1.50,"jumlah":9007199254740993,"aktif":true}',
  );
  expect(write(['a "b"\n', null, null, "false"])).toBe(
    '{"kode":"a \\"b\\"\\n","nilai":null,"jumlah":null,"aktif":false}',
  );
});
