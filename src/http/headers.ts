/** Headers of every answer: security, and open reading for every origin (without credentials) on public reads. */
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { NextFunction, Request, Response } from "express";
import helmet from "helmet";

/** No inline script, nothing from another host. Pages that need more say so themselves. */
const helmetHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
  crossOriginResourcePolicy: { policy: "cross-origin" },
  // Set by whoever terminates TLS in front of us.
  strictTransportSecurity: false,
});

/** Helmet's headers are the same for every answer, so it is asked once, for an answer that nobody gets. */
function listHelmetHeaders(): readonly (readonly [name: string, value: string])[] {
  const headers: [string, string][] = [];
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  response.setHeader = (name, value) => {
    headers.push([name, String(value)]);
    return response;
  };
  helmetHeaders(request, response, () => {});
  return headers;
}

const SECURITY = listHelmetHeaders();

export function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.removeHeader("X-Powered-By");
  for (const [name, value] of SECURITY) response.setHeader(name, value);
  next();
}

const EXPOSED =
  "ETag, Link, Content-Disposition, Location, Repr-Digest, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, Accept-Ranges, Content-Range, Content-Location, Dataset-Version, Dataset-Since, OData-Version, Preference-Applied, Deprecation, Sunset";

/** Everything that needs no cookie is open to every origin; a token travels in a header that the caller must set itself. */
export function openToAllOrigins(request: Request, response: Response, next: NextFunction): void {
  response.setHeader("Access-Control-Allow-Origin", "*");
  response.setHeader("Access-Control-Expose-Headers", EXPOSED);
  if (request.method === "OPTIONS" && request.get("access-control-request-method") !== undefined) {
    response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
    response.setHeader(
      "Access-Control-Allow-Headers",
      "Authorization, X-CKAN-API-Key, Content-Type, Content-Disposition, Idempotency-Key, If-None-Match, If-Modified-Since, OData-MaxVersion, OData-Version, Prefer, Range, X-Request-Id",
    );
    response.setHeader("Access-Control-Max-Age", "86400");
    response.status(204).end();
    return;
  }
  next();
}
