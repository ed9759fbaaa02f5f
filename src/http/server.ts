/**
 * The listening server. It listens from the first moment, so that whoever watches `/readyz` sees 503 rather than a refused
 * connection while the database is being prepared; then the application takes over.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Fault } from "../kernel/fault.ts";
import { toProblem } from "./problem.ts";

export interface Listener {
  readonly port: number;
  /** From now on the application answers. */
  readonly serve: (application: RequestListener) => void;
  /** Accepts nothing new; running answers have `graceMs` to end. */
  readonly close: (graceMs: number) => Promise<void>;
}

/** For a browser that comes too early: whole, with its own security policy. */
export interface NotReadyPage {
  readonly html: string;
  readonly policy: string;
}

/** How long a client may take: whoever sends a byte a second holds a connection no longer than this. */
export interface Patience {
  readonly headersMs: number;
  /** A large file over a bad line takes long, but not for ever. */
  readonly requestMs: number;
  /** Without a byte: of an answer that waits to be taken, behind which a query may be waiting as well, or of a body that stopped arriving. */
  readonly stalledMs: number;
}

const PATIENCE: Patience = { headersMs: 30_000, requestMs: 2 * 3600_000, stalledMs: 120_000 };

export async function listen(
  host: string,
  port: number,
  page?: NotReadyPage,
  { headersMs, requestMs, stalledMs }: Patience = PATIENCE,
): Promise<Listener> {
  let application: RequestListener = (request, response) => answerNotReady(request, response, page);
  /** The request of a connection that was begun last. */
  const latest = new WeakMap<Socket, IncomingMessage>();
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: 10_000,
      // Node looks at its connections every so often only.
      connectionsCheckingInterval: Math.min(10_000, headersMs),
    },
    (request, response) => {
      latest.set(request.socket, request);
      application(request, response);
    },
  );
  // A silent socket may belong to a request that is being worked on; only one whose client owes something is given up: it does not take
  // what it asked for, or does not send what it began, although everything that came has been read.
  server.setTimeout(stalledMs, (socket) => {
    const request = latest.get(socket);
    const owesBody = request !== undefined && !request.complete && request.readableLength === 0;
    if (socket.writableLength > 0 || owesBody) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    // A TCP server that listens has an AddressInfo.
    port: (server.address() as AddressInfo).port,
    serve: (next) => {
      application = next;
    },
    close: (graceMs) => closeServer(server, graceMs),
  };
}

function answerNotReady(request: IncomingMessage, response: ServerResponse, page: NotReadyPage | undefined): void {
  if (request.url === "/healthz") {
    response
      .writeHead(200, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" })
      .end('{"status":"ok"}');
    return;
  }
  if (page !== undefined && /^text\/html\b/.test(request.headers.accept ?? "")) {
    response
      .writeHead(503, {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": page.policy,
        "X-Content-Type-Options": "nosniff",
        Vary: "Accept",
        "Retry-After": "2",
        "Cache-Control": "no-store",
        Connection: "close",
      })
      .end(request.method === "HEAD" ? undefined : page.html);
    return;
  }
  const problem = toProblem(new Fault("server.not-ready"), "-");
  response
    .writeHead(503, {
      "Content-Type": "application/problem+json",
      "Retry-After": "2",
      "Cache-Control": "no-store",
      Connection: "close",
    })
    .end(JSON.stringify(problem));
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // A connection whose answer ends later is idle then, and would be kept alive for a while.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const forced = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(forced);
}
