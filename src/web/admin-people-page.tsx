/** Pages of people: all of them, and one with what an administrator can do for them. */
import type { Agency } from "../catalogue/agencies.ts";
import type { Person } from "../catalogue/people.ts";
import type { Lang } from "../kernel/locale.ts";
import { ADMIN, AdminPage, type AdminProps, Choice, type Choices, Field, ShownOnce } from "./admin-frame.tsx";
import { showDay } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { accountWords } from "./words-account.ts";
import { adminWords } from "./words-admin.ts";

export const PEOPLE = `${ADMIN}/orang`;

export interface Secret {
  readonly name: string;
  readonly secret: string;
}

interface PeoplePageProps extends AdminProps {
  readonly people: readonly Person[];
  readonly agencies: readonly Agency[];
  /** What was typed, where it was refused. */
  readonly typed: { readonly name: string; readonly role: string; readonly agency: string };
  readonly made?: Secret | undefined;
}

export const agencyChoices = (agencies: readonly Agency[], lang: Lang): Choices => [
  ["", adminWords[lang].allAgencies],
  ...agencies.map(({ slug, name }) => [slug, name] as const),
];

const roleChoices = (lang: Lang): Choices =>
  (["producer", "reviewer", "admin"] as const).map((role) => [role, accountWords[lang].roles[role]]);

export function PeoplePage({ people, agencies, typed, made, ...admin }: PeoplePageProps): JSX.Element {
  const { lang, csrf } = admin;
  const t = adminWords[lang];
  const named = new Map(agencies.map(({ slug, name }) => [slug, name]));
  const headings = [t.person, t.role, t.agency, t.since, t.state].map((text) => ({ text }));
  return (
    <AdminPage {...admin} title={t.people} path={PEOPLE}>
      {made !== undefined && <ShownOnce lead={t.temporary(made.name)} secret={made.secret} />}
      <StaffTable stacked label={t.people} headings={headings}>
        {people.map(({ id, name, role, agency, createdAt, disabledAt }) => (
          <tr>
            <th scope="row">
              <a href={`${PEOPLE}/${id}`} safe>
                {name}
              </a>
            </th>
            <td safe>{accountWords[lang].roles[role]}</td>
            <td safe>{agency === undefined ? t.allAgencies : (named.get(agency) ?? agency)}</td>
            <td data-label={t.since} safe>
              {showDay(createdAt, lang)}
            </td>
            <td>
              <span class={disabledAt === undefined ? "" : "tag late"} safe>
                {disabledAt === undefined ? t.active : t.disabled}
              </span>
            </td>
          </tr>
        ))}
      </StaffTable>
      <h2 safe>{t.addPerson}</h2>
      <form method="post" action={PEOPLE} class="narrow">
        {csrf}
        <Field name="nama" label={t.person} help={t.personHelp} value={typed.name} required />
        <Choice name="peran" label={t.role} choices={roleChoices(lang)} value={typed.role} />
        <Choice name="instansi" label={t.agency} choices={agencyChoices(agencies, lang)} value={typed.agency} />
        <button class="button main" type="submit" safe>
          {t.addPerson}
        </button>
      </form>
    </AdminPage>
  );
}

interface PersonPageProps extends AdminProps {
  readonly person: Person;
  readonly mail: string | undefined;
  readonly agencies: readonly Agency[];
  readonly reset?: Secret | undefined;
}

export function PersonPage({ person, mail, agencies, reset, ...admin }: PersonPageProps): JSX.Element {
  const { lang, csrf, actor } = admin;
  const t = adminWords[lang];
  const path = `${PEOPLE}/${person.id}`;
  const isSelf = actor.key === `user:${person.id}`;
  return (
    <AdminPage {...admin} title={person.name} path={path} above={{ href: PEOPLE, name: t.people }}>
      {reset !== undefined && <ShownOnce lead={t.temporary(reset.name)} secret={reset.secret} />}
      <form method="post" action={`${path}/surel`} class="narrow">
        {csrf}
        <Field name="surel" label={t.mail} help={t.mailHelp} type="email" value={mail} />
        <button class="button" type="submit" safe>
          {t.save}
        </button>
      </form>
      {isSelf ? (
        <p class="notice" safe>
          {t.yourself}
        </p>
      ) : (
        <OfAnother person={person} agencies={agencies} path={path} lang={lang} csrf={csrf} />
      )}
    </AdminPage>
  );
}

interface OfAnotherProps {
  readonly person: Person;
  readonly agencies: readonly Agency[];
  readonly path: string;
  readonly lang: Lang;
  readonly csrf: JSX.Element;
}

function OfAnother({ person, agencies, path, lang, csrf }: OfAnotherProps): JSX.Element {
  const t = adminWords[lang];
  const isDisabled = person.disabledAt !== undefined;
  return (
    <>
      <h2 safe>{t.changeRole}</h2>
      <form method="post" action={`${path}/peran`} class="narrow">
        {csrf}
        <Choice name="peran" label={t.role} choices={roleChoices(lang)} value={person.role} />
        <Choice name="instansi" label={t.agency} choices={agencyChoices(agencies, lang)} value={person.agency} />
        <p class="meta" safe>
          {t.changeRoleHelp}
        </p>
        <button class="button" type="submit" safe>
          {t.save}
        </button>
      </form>
      <h2 safe>{t.reset}</h2>
      <form method="post" action={`${path}/kata-sandi`}>
        {csrf}
        <p safe>{t.resetHelp}</p>
        <p>
          <label class="check">
            <input type="checkbox" name="lupakan" value="1" /> <span safe>{t.forgetDevice}</span>
          </label>
        </p>
        <button class="button" type="submit" safe>
          {t.reset}
        </button>
      </form>
      <h2 safe>{isDisabled ? t.enable : t.disable}</h2>
      <form method="post" action={`${path}/keaktifan`}>
        {csrf}
        <input type="hidden" name="nonaktif" value={isDisabled ? "" : "1"} />
        <p safe>{isDisabled ? t.enableHelp : t.disableHelp}</p>
        <button class="button" type="submit" safe>
          {isDisabled ? t.enable : t.disable}
        </button>
      </form>
    </>
  );
}
