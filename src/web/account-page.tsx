/** One's own account: who one is here, where letters go, the password, the second step, and where one is signed in. */
import type { Account } from "../catalogue/account.ts";
import type { SessionInfo } from "../catalogue/person-sessions.ts";
import type { Lang } from "../kernel/locale.ts";
import { timeInWords } from "../kernel/wita.ts";
import { showDay } from "./show.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { StaffTable } from "./staff-table.tsx";
import { type AccountWords, accountWords } from "./words-account.ts";

interface AccountPageProps extends StaffProps {
  readonly account: Account;
  readonly sessions: readonly SessionInfo[];
  /** The session that asks, by its id. */
  readonly here: string | undefined;
  readonly saved: boolean;
  readonly problem?: string | undefined;
  readonly csrf: JSX.Element;
}

export function AccountPage({
  account,
  sessions,
  here,
  saved,
  problem,
  csrf,
  ...staff
}: AccountPageProps): JSX.Element {
  const { lang, actor } = staff;
  const t = accountWords[lang];
  return (
    <StaffPage {...staff} title={t.title} path="/kerja/akun" styles={["sign-in.css"]}>
      <h1 safe>{t.title}</h1>
      {problem !== undefined && (
        <p class="notice wrong" role="alert" safe>
          {problem}
        </p>
      )}
      {saved && problem === undefined && (
        <p class="notice" role="status" safe>
          {t.saved}
        </p>
      )}
      <dl class="facts-list">
        {[
          [t.name, actor.name],
          [t.role, t.roles[actor.role]],
          [t.agency, actor.agency ?? t.noAgency],
        ].map(([term = "", text = ""]) => (
          <div>
            <dt safe>{term}</dt>
            <dd safe>{text}</dd>
          </div>
        ))}
      </dl>
      <form method="post" action="/kerja/akun/surel" class="narrow">
        {csrf}
        <p>
          <label for="surel" safe>
            {t.mail}
          </label>
          <input
            id="surel"
            name="surel"
            type="email"
            autocomplete="email"
            maxlength="200"
            value={account.mail ?? ""}
            aria-describedby="surel-arti"
          />
        </p>
        <p class="meta" id="surel-arti" safe>
          {t.mailHelp}
        </p>
        <button class="button" type="submit" safe>
          {t.save}
        </button>
      </form>
      <h2 safe>{t.password}</h2>
      <p>
        <a class="button" href="/kerja/akun/kata-sandi" safe>
          {t.changePassword}
        </a>
      </p>
      <SecondStep account={account} csrf={csrf} t={t} lang={lang} />
      <h2 safe>{t.sessions}</h2>
      <Sessions sessions={sessions} here={here} csrf={csrf} t={t} lang={lang} />
      <form method="post" action="/keluar">
        {csrf}
        <p>
          <button class="button" type="submit" safe>
            {t.signOut}
          </button>
        </p>
      </form>
    </StaffPage>
  );
}

interface PartProps {
  readonly csrf: JSX.Element;
  readonly t: AccountWords;
  readonly lang: Lang;
}

function SecondStep({ account, csrf, t, lang }: PartProps & { readonly account: Account }): JSX.Element {
  const { secondStepSince: since, recoveryCodesLeft } = account;
  return (
    <>
      <h2 safe>{t.secondStep}</h2>
      {since === undefined ? (
        <>
          <p safe>{t.secondStepOff}</p>
          <form method="post" action="/kerja/akun/dua-langkah">
            {csrf}
            <button class="button" type="submit" safe>
              {t.turnOn}
            </button>
          </form>
        </>
      ) : (
        <>
          <p safe>{`${t.secondStepOn(showDay(since, lang))} ${t.codesLeft(recoveryCodesLeft)}`}</p>
          <details>
            <summary safe>{t.turnOff}</summary>
            <form method="post" action="/kerja/akun/dua-langkah/hapus" class="narrow">
              {csrf}
              <p>
                <label for="sekarang" safe>
                  {t.current}
                </label>
                <input id="sekarang" name="sekarang" type="password" autocomplete="current-password" required />
              </p>
              <button class="button" type="submit" safe>
                {t.turnOff}
              </button>
            </form>
          </details>
        </>
      )}
    </>
  );
}

interface SessionsProps extends PartProps {
  readonly sessions: readonly SessionInfo[];
  readonly here: string | undefined;
}

function Sessions({ sessions, here, csrf, t, lang }: SessionsProps): JSX.Element {
  const headings = [t.browser, t.address, t.since, t.used, t.end].map((text) => ({ text }));
  return (
    <>
      <StaffTable label={t.sessions} headings={headings}>
        {sessions.map(({ id, browser, address, createdAt, usedAt }) => (
          <tr>
            <th scope="row" safe>
              {nameBrowser(browser) ?? t.unknownBrowser}
            </th>
            <td safe>{address ?? "–"}</td>
            <td safe>{timeInWords(createdAt, lang)}</td>
            <td safe>{timeInWords(usedAt, lang)}</td>
            <td>
              {id === here ? (
                <span class="tag" safe>
                  {t.thisOne}
                </span>
              ) : (
                <form method="post" action="/kerja/akun/sesi">
                  {csrf}
                  <input type="hidden" name="sesi" value={id} />
                  <button class="button small" type="submit" safe>
                    {t.end}
                  </button>
                </form>
              )}
            </td>
          </tr>
        ))}
      </StaffTable>
      {sessions.length > 1 && (
        <form method="post" action="/kerja/akun/sesi">
          {csrf}
          <input type="hidden" name="sesi" value="" />
          <button class="button" type="submit" safe>
            {t.endOthers}
          </button>
        </form>
      )}
    </>
  );
}

/** "Firefox, Android": enough to recognise one's own. */
function nameBrowser(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const find = (names: readonly string[]): string | undefined => names.find((name) => text.includes(name));
  const browser = find(["Edg", "OPR", "SamsungBrowser", "Firefox", "Chrome", "Safari"]);
  const system = find(["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"]);
  const shown = { Edg: "Edge", OPR: "Opera", SamsungBrowser: "Samsung Internet" }[browser ?? ""] ?? browser;
  return [shown, system].filter((part) => part !== undefined).join(", ") || text.slice(0, 60);
}
