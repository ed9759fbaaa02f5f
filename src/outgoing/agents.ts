/**
 * Connections to addresses that a stranger gave: only public ones, checked on the very address that is connected to, so that no name
 * can change its mind. Networks of our own are reached only where the configuration names them.
 */
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";

export interface OutgoingAgents {
  readonly http: RequestFilteringHttpAgent;
  readonly https: RequestFilteringHttpsAgent;
}

/** `networks`: addresses and CIDR ranges that are allowed although they are not public. */
export function createAgents(networks: readonly string[]): OutgoingAgents {
  const options = { keepAlive: false, allowIPAddressList: [...networks] };
  return { http: new RequestFilteringHttpAgent(options), https: new RequestFilteringHttpsAgent(options) };
}

export type ConnectError = "address-not-allowed" | "name-unknown" | "not-reachable";

/** What failed, in a word that tells nothing about the inside of our network. */
export function connectErrorOf(error: Error): ConnectError {
  if (error.message.includes("is not allowed")) return "address-not-allowed";
  const code = "code" in error ? error.code : undefined;
  return code === "ENOTFOUND" || code === "EAI_AGAIN" ? "name-unknown" : "not-reachable";
}
