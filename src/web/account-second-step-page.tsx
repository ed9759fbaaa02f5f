/** Setting up the second step: a QR code to scan, a code to prove it, and the recovery codes, shown once. */
import { toString as drawCode } from "qrcode";
import type { TotpSetup } from "../catalogue/second-step.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { accountWords } from "./words-account.ts";

interface SecondStepPageProps extends StaffProps {
  readonly setup: TotpSetup;
  readonly problem?: string | undefined;
  readonly csrf: JSX.Element;
}

/** For whoever must have one and has none. */
export function OwedSecondStepPage({ csrf, ...staff }: StaffProps & { readonly csrf: JSX.Element }): JSX.Element {
  const t = accountWords[staff.lang];
  return (
    <StaffPage {...staff} title={t.setUpTitle} path="/kerja/akun/dua-langkah" styles={["sign-in.css"]}>
      <h1 safe>{t.setUpTitle}</h1>
      <p class="notice" safe>
        {t.secondStepOwed}
      </p>
      <form method="post" action="/kerja/akun/dua-langkah" class="narrow">
        {csrf}
        <button class="button main" type="submit" safe>
          {t.turnOn}
        </button>
      </form>
    </StaffPage>
  );
}

export async function SecondStepPage({ setup, problem, csrf, ...staff }: SecondStepPageProps): Promise<string> {
  const t = accountWords[staff.lang];
  // Squares of black on white whatever the theme: a camera reads it. Drawn from our own address, so nothing in it is to be escaped.
  const picture = await drawCode(setup.address, { type: "svg", margin: 4, width: 240 });
  return (
    <StaffPage {...staff} title={t.setUpTitle} path="/kerja/akun/dua-langkah" styles={["sign-in.css"]}>
      <h1 safe>{t.setUpTitle}</h1>
      {problem !== undefined && (
        <p class="notice wrong" role="alert" safe>
          {problem}
        </p>
      )}
      <form method="post" action="/kerja/akun/dua-langkah" class="narrow">
        {csrf}
        <p safe>{t.scan}</p>
        <div class="qr" role="img" aria-label={t.scanAlt}>
          {picture}
        </div>
        <p>
          <span safe>{t.typeInstead}</span>{" "}
          <code class="key" safe>
            {(setup.secret.match(/.{1,4}/g) ?? []).join(" ")}
          </code>
        </p>
        <p>
          <label for="kode" safe>
            {t.thenCode}
          </label>
          <input id="kode" name="kode" inputmode="numeric" autocomplete="one-time-code" required maxlength="8" />
        </p>
        <button class="button main" type="submit" safe>
          {t.confirm}
        </button>
      </form>
    </StaffPage>
  );
}

export function RecoveryCodesPage({
  codes,
  ...staff
}: StaffProps & { readonly codes: readonly string[] }): JSX.Element {
  const t = accountWords[staff.lang];
  return (
    <StaffPage {...staff} title={t.codesTitle} path="/kerja/akun/dua-langkah" styles={["sign-in.css"]}>
      <h1 safe>{t.codesTitle}</h1>
      <p safe>{t.codesLead}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li>
            <code safe>{code}</code>
          </li>
        ))}
      </ul>
      <p>
        <a class="button main" href="/kerja/akun" safe>
          {t.codesDone}
        </a>
      </p>
    </StaffPage>
  );
}
