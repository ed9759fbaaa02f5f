import express from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { jsonBody } from "../../src/http/body.ts";
import { contextOf, identify, numberRequests } from "../../src/http/context.ts";
import { openToAllOrigins, securityHeaders } from "../../src/http/headers.ts";
import { answerFaults, answerNotFound } from "../../src/http/problem.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import type { Observation } from "../../src/kernel/effects.ts";
import { Fault } from "../../src/kernel/fault.ts";

const officer: Actor = { key: "user:1", name: "Petugas", role: "producer" };

function application(seen: Observation[] = []) {
  return express()
    .use(
      numberRequests,
      securityHeaders,
      openToAllOrigins,
      identify(async (token) => (token === "good" ? officer : undefined)),
    )
    .get("/who", (req, res) => void res.json(contextOf(req)))
    .get("/fault", () => {
      throw new Fault("version.unknown", { slug: "ipm", version: 9 });
    })
    .get("/bug", () => {
      throw new Error("select secret from person");
    })
    .post("/json", jsonBody, (req, res) => void res.json({ got: req.body ?? null }))
    .use(answerNotFound)
    .use(answerFaults((what) => seen.push(what)));
}

describe("a fault as an answer", () => {
  it("is RFC 9457, in both languages, with the request's number", async () => {
    const answer = await request(application()).get("/fault").set("X-Request-Id", "abc-1").expect(404);
    expect(answer.headers["content-type"]).toMatch("application/problem+json");
    expect(answer.headers["x-request-id"]).toBe("abc-1");
    expect(JSON.parse(answer.text)).toEqual({
      type: "/docs/codes#version.unknown",
      title: "No such version",
      status: 404,
      detail: "The dataset “ipm” has no version 9.",
      detail_id: "Dataset “ipm” tidak mempunyai versi 9.",
      code: "version.unknown",
      instance: "urn:request:abc-1",
    });
  });

  it("says nothing of what went wrong inside, and observes it", async () => {
    const seen: Observation[] = [];
    const answer = await request(application(seen)).get("/bug").expect(500);
    expect(answer.text).not.toMatch(/secret|at .*\.ts/);
    expect(JSON.parse(answer.text).code).toBe("server.internal");
    expect(seen).toMatchObject([{ kind: "request-failed", level: "error", path: "/bug" }]);
  });

  it("is 404 for an address where nothing is", async () => {
    const answer = await request(application()).get("/nothing").expect(404);
    expect(JSON.parse(answer.text).code).toBe("request.not-found");
  });

  it.each([
    ["{", "application/json", 400, "request.bad-json"],
    ["a=1", "application/x-www-form-urlencoded", 415, "request.wrong-type"],
    [`"${"x".repeat(1 << 20)}"`, "application/json", 413, "request.too-large"],
  ])("answers a bad body %#", async (body, type, status, code) => {
    const answer = await request(application()).post("/json").type(type).send(body).expect(status);
    expect(JSON.parse(answer.text).code).toBe(code);
  });
});

describe("who asks", () => {
  it("is the public without a token, and somebody with one", async () => {
    expect((await request(application()).get("/who")).body.actor.role).toBe("public");
    expect((await request(application()).get("/who").set("Authorization", "Bearer good")).body.actor).toEqual(officer);
  });

  it.each(["Bearer bad", "Bearer", "Basic Zm9v", "good"])("is refused with %j", async (header) => {
    const answer = await request(application()).get("/who").set("Authorization", header).expect(401);
    expect(answer.headers["www-authenticate"]).toMatch("Bearer");
    expect(JSON.parse(answer.text).code).toBe("rights.bad-token");
  });

  it("replaces a request number that could hurt a log", async () => {
    const answer = await request(application()).get("/who").set("X-Request-Id", "a b{}");
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("headers", () => {
  it("allow every origin, without credentials, and no inline script", async () => {
    const answer = await request(application()).get("/who").set("Origin", "https://gowakab.go.id");
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
    expect(answer.headers["content-security-policy"]).toMatch("script-src 'self'");
    expect(answer.headers["x-powered-by"]).toBeUndefined();
  });

  it("answer a preflight", async () => {
    const answer = await request(application()).options("/who").set("Access-Control-Request-Method", "GET").expect(204);
    expect(answer.headers["access-control-allow-headers"]).toMatch("Authorization");
  });
});
