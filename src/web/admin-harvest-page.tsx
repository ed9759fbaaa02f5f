/** Pages of harvesting: every source with its last run, and one with what came of it and what waits to be confirmed. */
import type { HarvestItem } from "../catalogue/harvest-items.ts";
import type { HarvestResult, HarvestRun } from "../catalogue/harvest-runs.ts";
import { HARVEST_KINDS, type HarvestSource } from "../catalogue/harvest-sources.ts";
import type { Lang } from "../kernel/locale.ts";
import { sayTold } from "../kernel/told.ts";
import { timeInWords } from "../kernel/wita.ts";
import { ADMIN, AdminPage, type AdminProps, Choice, type Choices, Field } from "./admin-frame.tsx";
import { HarvestItems } from "./admin-harvest-items.tsx";
import { showCount } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { type HarvestWords, harvestWords } from "./words-admin-harvest.ts";

export const HARVEST = `${ADMIN}/panen`;

export interface TypedSource {
  readonly name: string;
  readonly kind: string;
  readonly address: string;
  readonly agency: string;
  readonly license: string;
  readonly every: string;
  readonly publishes: string;
}

interface SourcesPageProps extends AdminProps {
  readonly sources: readonly { readonly source: HarvestSource; readonly last: HarvestRun | undefined }[];
  readonly agencies: Choices;
  readonly typed: TypedSource;
}

export function HarvestSourcesPage({ sources, agencies, typed, ...admin }: SourcesPageProps): JSX.Element {
  const { lang, csrf, problem } = admin;
  const t = harvestWords[lang];
  const kept = problem === undefined ? undefined : typed;
  return (
    <AdminPage {...admin} title={t.title} path={HARVEST}>
      <p safe>{t.lead}</p>
      {sources.length === 0 ? (
        <p safe>{t.none}</p>
      ) : (
        <StaffTable label={t.title} headings={[t.name, t.kind, t.state, t.last].map((text) => ({ text }))}>
          {sources.map(({ source, last }) => (
            <tr>
              <th scope="row">
                <a href={`${HARVEST}/${source.id}`} safe>
                  {source.name}
                </a>
              </th>
              <td safe>{t.kinds[source.kind]}</td>
              <td safe>{stateOf(source, t, lang)}</td>
              <td>
                <RunState run={last} t={t} lang={lang} />
              </td>
            </tr>
          ))}
        </StaffTable>
      )}
      <h2 safe>{t.add}</h2>
      <form method="post" action={HARVEST} class="narrow">
        {csrf}
        <Field name="nama" label={t.name} value={kept?.name} required />
        <Choice
          name="jenis"
          label={t.kind}
          choices={HARVEST_KINDS.map((kind) => [kind, t.kinds[kind]])}
          value={kept?.kind}
        />
        <Field name="alamat" label={t.address} help={t.addressHelp} value={kept?.address} required />
        <Choice name="instansi" label={t.agency} choices={agencies} value={kept?.agency} />
        <Field name="lisensi" label={t.license} help={t.licenseHelp} value={kept?.license} />
        <Choice name="jam" label={t.every} choices={intervals(t)} value={kept?.every ?? "24"} />
        <Choice
          name="terbit"
          label={t.publishes}
          choices={[
            ["", t.decisions.wait],
            ["1", t.decisions.publish],
          ]}
          value={kept?.publishes}
        />
        <button class="button main" type="submit" safe>
          {t.add}
        </button>
      </form>
    </AdminPage>
  );
}

const intervals = (t: HarvestWords): Choices => [
  ["24", t.intervals["24"]],
  ["1", t.intervals["1"]],
  ["168", t.intervals["168"]],
  ["720", t.intervals["720"]],
  ["", t.intervals[""]],
];

function stateOf({ disabledAt, nextAt }: HarvestSource, t: HarvestWords, lang: Lang): string {
  if (disabledAt !== undefined) return t.disabled;
  return nextAt === undefined ? t.intervals[""] : t.next(timeInWords(nextAt, lang));
}

interface RunProps {
  readonly run: HarvestRun | undefined;
  readonly t: HarvestWords;
  readonly lang: Lang;
}

function RunState({ run, t, lang }: RunProps): JSX.Element {
  const isWell = run === undefined || !["guarded", "failed"].includes(run.state);
  const said = run === undefined ? t.noRuns : `${t.states[run.state]} · ${timeInWords(run.askedAt, lang)}`;
  return (
    <span class={isWell ? "" : "tag late"} safe>
      {said}
    </span>
  );
}

interface SourcePageProps extends AdminProps {
  readonly source: HarvestSource;
  readonly runs: readonly HarvestRun[];
  /** Of the last run. */
  readonly results: readonly HarvestResult[];
  readonly items: readonly HarvestItem[];
}

export function HarvestSourcePage({ source, runs, results, items, ...admin }: SourcePageProps): JSX.Element {
  const { lang, csrf } = admin;
  const t = harvestWords[lang];
  const path = `${HARVEST}/${source.id}`;
  const [last] = runs;
  const isDisabled = source.disabledAt !== undefined;
  const hours = source.everyHours;
  const often = hours === undefined ? t.intervals[""] : t.everyHours(hours);
  return (
    <AdminPage {...admin} title={source.name} path={path} above={{ href: HARVEST, name: t.title }}>
      <p>
        <code class="key" safe>
          {source.address}
        </code>
      </p>
      <p safe>
        {[
          t.kinds[source.kind],
          source.agency,
          often,
          source.publishes ? t.decisions.publish : t.decisions.wait,
          stateOf(source, t, lang),
        ].join(" · ")}
      </p>
      {last?.state === "guarded" && (
        <form method="post" action={`${path}/jalankan`} class="notice wrong">
          {csrf}
          <input type="hidden" name="setujui" value={last.id} />
          <p safe>{t.guarded(showCount(last.counts.missing ?? 0, lang))}</p>
          <p>
            <button class="button" type="submit" safe>
              {t.confirm}
            </button>
          </p>
        </form>
      )}
      <form method="post" action={`${path}/jalankan`}>
        {csrf}
        <p>
          <button class="button main" type="submit" safe>
            {t.runNow}
          </button>
        </p>
      </form>
      <form method="post" action={`${path}/keaktifan`}>
        {csrf}
        <input type="hidden" name="nonaktif" value={isDisabled ? "" : "1"} />
        <p>
          <button class="button" type="submit" safe>
            {isDisabled ? t.enable : t.disable}
          </button>
        </p>
      </form>
      <h2 safe>{t.runs}</h2>
      {runs.length === 0 ? <p safe>{t.noRuns}</p> : <Runs runs={runs} t={t} lang={lang} />}
      {results.length > 0 && <Results results={results} t={t} lang={lang} />}
      <HarvestItems items={items} lang={lang} />
    </AdminPage>
  );
}

interface RunsProps extends Omit<RunProps, "run"> {
  readonly runs: readonly HarvestRun[];
}

function Runs({ runs, t, lang }: RunsProps): JSX.Element {
  return (
    <StaffTable label={t.runs} headings={[t.state, t.counts].map((text) => ({ text }))}>
      {runs.map((run) => (
        <tr>
          <td>
            <RunState run={run} t={t} lang={lang} />
          </td>
          <td safe>{run.fault === undefined ? countsOf(run, t, lang) : sayTold(run.fault)[lang]}</td>
        </tr>
      ))}
    </StaffTable>
  );
}

const countsOf = ({ counts }: HarvestRun, t: HarvestWords, lang: Lang): string =>
  Object.entries(counts)
    // The keys are those that a run counts under.
    .map(([outcome, count]) => `${t.outcomes[outcome as keyof typeof counts]} ${showCount(count, lang)}`)
    .join(" · ");

interface ResultsProps extends Omit<RunProps, "run"> {
  readonly results: readonly HarvestResult[];
}

function Results({ results, t, lang }: ResultsProps): JSX.Element {
  return (
    <>
      <h2 safe>{t.details}</h2>
      <StaffTable label={t.details} headings={[t.dataset, t.outcome].map((text) => ({ text }))}>
        {results.map(({ title, dataset, outcome, upload, detail }) => (
          <tr>
            <th scope="row">
              {dataset === undefined ? (
                <span safe>{title}</span>
              ) : (
                <a href={`/kerja/dataset/${dataset}`} safe>
                  {title}
                </a>
              )}
            </th>
            <td>
              <span safe>
                {[t.outcomes[outcome], detail === undefined ? undefined : sayTold(detail)[lang]]
                  .filter((part) => part !== undefined)
                  .join(": ")}
              </span>
              {upload !== undefined && (
                <>
                  {" "}
                  <a href={`/kerja/unggahan/${upload}`} safe>
                    {t.upload}
                  </a>
                </>
              )}
            </td>
          </tr>
        ))}
      </StaffTable>
    </>
  );
}
