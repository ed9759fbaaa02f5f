import express from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { numberRequests } from "../../src/http/context.ts";
import { OPERATIONS } from "../../src/openapi/document.ts";
import { referenceRoutes } from "../../src/web/reference.tsx";

const app = express();
app.use(numberRequests, referenceRoutes());
const get = async (path: string): Promise<string> => (await request(app).get(path)).text.replaceAll("&#39;", "'");

describe("GET /api/rujukan", () => {
  it("tells of every call, in both languages, without a script of its own", async () => {
    const [indonesian, english] = [await get("/api/rujukan"), await get("/api/rujukan?lang=en")];
    for (const { method, path, id, says } of OPERATIONS) {
      for (const html of [indonesian, english]) {
        expect(html).toContain(`>${method.toUpperCase()} ${path}</code>`);
        expect(html.split(` id="${id}"`)).toHaveLength(2);
      }
      expect(english).toContain(says.en);
      expect(indonesian).toContain(says.id);
    }
    expect(english).toContain('<html lang="en">');
    expect(indonesian).not.toMatch(/<script(?![^>]* src=)/);
  });
});
