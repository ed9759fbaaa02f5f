/** A request as a span, under the caller's own where it says `traceparent`. Its address without the query, which may hold what people look for. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { TRACER } from "../kernel/traced.ts";
import { pathOf } from "./context.ts";

export function traceRequests(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const method = request.method ?? "";
  const path = pathOf(request);
  const caller = propagation.extract(context.active(), request.headers);
  const span = trace
    .getTracer(TRACER)
    .startSpan(
      `${method} /${path.split("/", 2)[1] ?? ""}`,
      { kind: SpanKind.SERVER, attributes: { "http.request.method": method, "url.path": path } },
      caller,
    );
  response.once("close", () => {
    const { statusCode } = response;
    span.setAttribute("http.response.status_code", statusCode);
    span.setAttribute("jendela.request_id", String(response.getHeader("x-request-id") ?? ""));
    if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(caller, span), next);
}
