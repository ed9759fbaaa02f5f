/**
 * One message to one address, as carefully as an address that a stranger gave must be treated: only public addresses (checked on the
 * very address that is connected to, so that no name can change its mind), no redirects, a time limit, and nothing of the answer but
 * its status. Networks of our own are reached only where the configuration names them.
 */
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { type ConnectError, connectErrorOf, createAgents } from "../outgoing/agents.ts";

export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type SendError = ConnectError | "timed-out" | "not-accepted";

export interface SendResult {
  readonly delivered: boolean;
  readonly status?: number | undefined;
  readonly error?: SendError | undefined;
  /** When the receiver wants to be asked again. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Never rejects. An abort is "timed-out". */
export type Send = (message: Message, signal: AbortSignal) => Promise<SendResult>;

const TIMEOUT_MS = 15_000;

/** `networks`: addresses and CIDR ranges that are allowed although they are not public. */
export function createSend(networks: readonly string[], timeoutMs = TIMEOUT_MS): Send {
  const agents = createAgents(networks);
  return ({ url, headers, body }, signal) =>
    new Promise((resolve) => {
      const secure = new URL(url).protocol === "https:";
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: "POST",
        agent: secure ? agents.https : agents.http,
        headers: { ...headers, "Content-Length": String(Buffer.byteLength(body)) },
        signal: limit,
      });
      request.once("response", (response) => {
        const status = response.statusCode ?? 0;
        const delivered = status >= 200 && status < 300;
        const after = /^\d{1,6}$/.exec(response.headers["retry-after"] ?? "")?.[0];
        // Whatever else it says is not read.
        response.on("error", () => {});
        response.destroy();
        resolve({
          delivered,
          status,
          ...(delivered ? {} : { error: "not-accepted" as const }),
          ...(after === undefined ? {} : { retryAfterSeconds: Number(after) }),
        });
      });
      request.on("error", (error) =>
        resolve({ delivered: false, error: limit.aborted ? "timed-out" : connectErrorOf(error) }),
      );
      request.end(body);
    });
}
