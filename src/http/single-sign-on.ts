/**
 * Single sign-on by OpenID Connect: the authorization code flow with PKCE, state and nonce, all three bound to the browser by a cookie.
 * The provider says who somebody is; whether they exist here, and what they may do, is decided here. Its description is fetched when it
 * is first needed, so that a provider that is away does not keep the server from starting.
 */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { Fault } from "../kernel/fault.ts";

export interface SingleSignOnSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Which of the provider's claims is the name of a person here. */
  readonly claim: string;
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
}

/** What has to be remembered until the browser comes back. */
export interface SsoChecks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface SingleSignOn {
  /** Where to send the browser. Throws `session.sso-away`. */
  readonly begin: () => Promise<{ readonly address: string; readonly checks: SsoChecks }>;
  /** Whom the provider vouches for. `query`: of the address it came back to. Throws `session.sso-failed`, `session.sso-away`. */
  readonly finish: (query: string, checks: SsoChecks) => Promise<Vouched>;
}

export interface Vouched {
  /** Of the person here. */
  readonly name: string;
  /** The provider's own for them, which it never gives to anybody else. */
  readonly subject: string;
  readonly issuer: string;
}

const SSO_RETURN = "/masuk/sso/kembali";
const TIMEOUT_SECONDS = 10;
const MAX_NAME = 100;

export function createSingleSignOn(settings: SingleSignOnSettings): SingleSignOn {
  const { issuer, clientId, clientSecret, claim, baseUrl } = settings;
  const redirect = `${baseUrl}${SSO_RETURN}`;
  let known: Promise<Configuration> | undefined;
  const provider = async (): Promise<Configuration> => {
    // Only an issuer that its operator wrote with http is spoken to without TLS.
    const plain = issuer.startsWith("http:") ? [allowInsecureRequests] : [];
    known ??= discovery(new URL(issuer), clientId, clientSecret, undefined, {
      execute: plain,
      timeout: TIMEOUT_SECONDS,
    });
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw new Fault("session.sso-away", {}, {}, error);
    }
  };
  return {
    begin: async () => {
      const [config, verifier] = [await provider(), randomPKCECodeVerifier()];
      const checks = { state: randomState(), nonce: randomNonce(), verifier };
      const address = buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope: "openid profile email",
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state: checks.state,
        nonce: checks.nonce,
      });
      return { address: address.href, checks };
    },
    finish: async (query, { state, nonce, verifier }) => {
      const config = await provider();
      try {
        const tokens = await authorizationCodeGrant(config, new URL(`${redirect}${query}`), {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const said = tokens.claims();
        // A provider may tell a person's name only to whoever asks for it with the access token.
        const name = said?.[claim] ?? (said && (await fetchUserInfo(config, tokens.access_token, said.sub))[claim]);
        if (said !== undefined && typeof name === "string" && name !== "")
          return { name: name.slice(0, MAX_NAME), subject: said.sub, issuer: said.iss };
      } catch (error) {
        throw new Fault(isAway(error) ? "session.sso-away" : "session.sso-failed", {}, {}, error);
      }
      throw new Fault("session.sso-failed");
    },
  };
}

/** No answer at all, none in time, or one that says that the provider itself is at a loss. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { cause } = error;
  if (cause instanceof Response) return cause.status >= 500;
  return (
    (error instanceof TypeError && error.message === "fetch failed") || Reflect.get(error, "code") === "OAUTH_TIMEOUT"
  );
}
