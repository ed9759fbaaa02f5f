/** A provider that is not there when it is first needed. */
import { expect, it } from "vitest";
import { createSingleSignOn } from "../../src/http/single-sign-on.ts";
import { openTestProvider } from "../setup/oidc.ts";

const settings = {
  clientId: "jendela",
  clientSecret: undefined,
  claim: "preferred_username",
  baseUrl: "http://own.test",
};

it("is told to be away, and asked again the next time", async () => {
  const provider = await openTestProvider();
  provider.admit("http://own.test/masuk/sso/kembali");
  const sso = createSingleSignOn({ ...settings, issuer: provider.issuer });
  provider.away = true;
  await expect(sso.begin()).rejects.toMatchObject({ code: "session.sso-away", status: 503 });
  provider.away = false;
  const { address, checks } = await sso.begin();
  const { searchParams } = new URL(address);
  expect(searchParams.get("redirect_uri")).toBe("http://own.test/masuk/sso/kembali");
  expect(searchParams.get("state")).toBe(checks.state);
  expect(searchParams.get("code_challenge_method")).toBe("S256");
  expect(address).not.toContain(checks.verifier);
  await provider.close();
  await expect(createSingleSignOn({ ...settings, issuer: provider.issuer }).begin()).rejects.toMatchObject({
    code: "session.sso-away",
  });
});
