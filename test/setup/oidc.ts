/**
 * A real OpenID provider on loopback, for whom everybody is who they are told to be. It asks nothing, demands PKCE, and can be away.
 * `inIdToken`: some providers write a person's name into the ID token, others tell it to whoever asks with the access token.
 */
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export interface TestProvider {
  readonly issuer: string;
  readonly secret: string;
  /** The next to sign in, by their name; undefined: the provider names nobody. */
  person: string | undefined;
  /** What the provider itself calls them, whatever their name. */
  subject: string;
  inIdToken: boolean;
  away: boolean;
  /** Lets a client of this return address in. */
  readonly admit: (returnAddress: string) => void;
  readonly close: () => Promise<void>;
}

interface Context {
  // biome-ignore lint/suspicious/noExplicitAny: models as the library makes them
  readonly oidc: any;
}

export async function openTestProvider(): Promise<TestProvider> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`; // listening on a port
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const test: TestProvider = {
    issuer,
    secret: "rahasia-uji-yang-cukup-panjang-0123456789",
    person: undefined,
    subject: "seseorang",
    inIdToken: true,
    away: false,
    admit: (returnAddress) => {
      const make = (conformIdTokenClaims: boolean) =>
        new Provider(issuer, {
          jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
          cookies: { keys: ["uji"] },
          clients: [{ client_id: "jendela", client_secret: test.secret, redirect_uris: [returnAddress] }],
          claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email"] },
          conformIdTokenClaims,
          pkce: { required: () => true },
          features: { devInteractions: { enabled: false } },
          interactions: { url: () => "/orang" },
          findAccount: (_context: unknown, sub: string) => ({
            accountId: sub,
            claims: () => ({ sub, ...(test.person === undefined ? {} : { preferred_username: test.person }) }),
          }),
          loadExistingGrant: async ({ oidc }: Context) => {
            const grant = new oidc.provider.Grant({
              clientId: oidc.client.clientId,
              accountId: oidc.session.accountId,
            });
            grant.addOIDCScope("openid profile email");
            await grant.save();
            return grant;
          },
        });
      const [inIdToken, byAsking] = [make(false), make(true)];
      http.on("request", (request, response) => {
        const provider = test.inIdToken ? inIdToken : byAsking;
        if (test.away) response.writeHead(503).end();
        else if (request.url !== "/orang") provider.callback()(request, response);
        else void provider.interactionFinished(request, response, { login: { accountId: test.subject } });
      });
    },
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return test;
}
