/** Where a password is changed; the only page that is open to whoever has a temporary one. */
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { accountWords } from "./words-account.ts";

interface PasswordPageProps extends StaffProps {
  readonly mustChange: boolean;
  readonly problem?: string | undefined;
  readonly csrf: JSX.Element;
}

export function PasswordPage({ mustChange, problem, csrf, ...staff }: PasswordPageProps): JSX.Element {
  const t = accountWords[staff.lang];
  const fields = [
    ["sekarang", t.current, "current-password"],
    ["baru", t.next, "new-password"],
    ["ulang", t.repeat, "new-password"],
  ] as const;
  return (
    <StaffPage {...staff} title={t.changePassword} path="/kerja/akun/kata-sandi" styles={["sign-in.css"]}>
      <h1 safe>{t.changePassword}</h1>
      {mustChange && (
        <p class="notice" safe>
          {t.mustChange}
        </p>
      )}
      {problem !== undefined && (
        <p class="notice wrong" role="alert" safe>
          {problem}
        </p>
      )}
      <form method="post" action="/kerja/akun/kata-sandi" class="narrow">
        {csrf}
        <p id="aturan" safe>
          {`${t.passwordLead} ${t.endsOthers}`}
        </p>
        {fields.map(([name, label, complete]) => (
          <p>
            <label for={name} safe>
              {label}
            </label>
            <input
              id={name}
              name={name}
              type="password"
              autocomplete={complete}
              required
              maxlength="200"
              minlength={complete === "new-password" ? "12" : undefined}
              aria-describedby={complete === "new-password" ? "aturan" : undefined}
            />
          </p>
        ))}
        <button class="button main" type="submit" safe>
          {t.changePassword}
        </button>
      </form>
    </StaffPage>
  );
}
