import express from "express";
import request from "supertest";
import { expect, it } from "vitest";
import { announceDeprecated } from "../../src/http/deprecation.ts";
import { answerFaults } from "../../src/http/problem.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { writeDocument } from "../../src/openapi/document.ts";
import { anything, json, operation } from "../../src/openapi/operation.ts";

const says = { id: "Uji", en: "Test" };
const calls = [
  operation("datasets", "get /lama/{slug}.csv", "lama", says, json(anything), {
    deprecated: { since: "2027-01-31", sunset: "2027-07-31", successor: "/baru" },
  }),
  operation("datasets", "post /lama/{slug}.csv", "tulis", says, json(anything)),
];

const application = express()
  .use(announceDeprecated(calls, "https://data.example"))
  .get("/lama/:name", (_request, response) => void response.append("Link", '<next>; rel="next"').json({}))
  .get("/lama/:name/hilang.csv", (_request, response) => void response.json({}))
  .post("/lama/:name", () => {
    throw new Fault("request.not-found", { path: "/lama" });
  })
  .use(answerFaults(() => {}));

const told = ({ deprecation, sunset, link }: Record<string, string>) => ({ deprecation, sunset, link });

it("tells in every answer of a call that will end since when, until when, and what comes after it", async () => {
  const answers = [
    (await request(application).get("/lama/ipm.csv?x=1")).headers,
    (await request(application).head("/lama/ipm.csv")).headers,
  ];
  const expected = {
    deprecation: "@1801353600",
    sunset: "Sat, 31 Jul 2027 00:00:00 GMT",
    link: '<https://data.example/baru>; rel="successor-version", <next>; rel="next"',
  };
  expect(answers.map(told)).toEqual([expected, expected]);
});

it("tells nothing in answers of other calls", async () => {
  const answers = [
    await request(application).get("/lama/ipm.json"),
    await request(application).get("/lama/a/hilang.csv"),
    await request(application).post("/lama/ipm.csv"),
  ];
  for (const { headers } of answers) expect(headers).not.toHaveProperty("deprecation");
});

it("is in the reference too", () => {
  const { paths } = writeDocument("https://data.example", "id", { operations: calls }) as { paths: object };
  expect(paths).toMatchObject({ "/lama/{slug}.csv": { get: { deprecated: true, "x-sunset": "2027-07-31" } } });
});
