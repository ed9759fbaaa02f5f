/** `/kerja/admin/rujukan`: the reference data there is, where it is from, whether a spelling is known, and how it is changed. */
import { Router } from "express";
import { listRegions, listTopics, type Region, type Topic } from "../catalogue/reference.ts";
import {
  countReference,
  findRegions,
  findSynonyms,
  type ReferenceCounts,
  type RegionsFound,
  type SynonymGroup,
} from "../catalogue/reference-search.ts";
import type { Lang } from "../kernel/locale.ts";
import { unitNames } from "../tabular/units.ts";
import { ADMIN, AdminPage, type AdminProps, adminProps, Field } from "./admin-frame.tsx";
import type { WebDeps } from "./deps.ts";
import { queryText, sendPage } from "./send-page.ts";
import { showCount, showDay } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { referenceWords } from "./words-admin-reference.ts";

const REFERENCE = `${ADMIN}/rujukan`;
const MOST_REGIONS = 50;

export function adminReferenceRoutes(deps: WebDeps): Router {
  const router = Router();
  router.get("/kerja/admin/rujukan", async (request, response) => {
    const asked = queryText(request, "q").slice(0, 100);
    const found = await deps.store.read(async (tx) => {
      const regions = await listRegions(tx);
      return {
        counts: await countReference(tx),
        topics: await listTopics(tx),
        names: new Map(regions.map(({ code, shortName }) => [code as string, shortName])),
        found: findRegions(regions, asked, MOST_REGIONS),
        synonyms: asked === "" ? [] : await findSynonyms(tx, asked),
      };
    });
    sendPage(request, response, await ReferencePage({ ...(await adminProps(deps, request)), ...found, asked }));
  });
  return router;
}

interface ReferencePageProps extends AdminProps {
  readonly counts: ReferenceCounts;
  readonly topics: readonly Topic[];
  /** Of regions, by code. */
  readonly names: ReadonlyMap<string, string>;
  readonly found: RegionsFound;
  readonly synonyms: readonly SynonymGroup[];
  readonly asked: string;
}

function ReferencePage(props: ReferencePageProps): JSX.Element {
  const { counts, topics, names, found, synonyms, asked, ...admin } = props;
  const { lang } = admin;
  const t = referenceWords[lang];
  return (
    <AdminPage {...admin} title={t.title} path={REFERENCE}>
      <p class="lead" safe>
        {t.lead}
      </p>
      <Counts counts={counts} lang={lang} />
      <form method="get" action={REFERENCE} class="narrow">
        <Field name="q" type="search" label={t.search} help={t.searchHelp} value={asked} />
        <button class="button" type="submit" safe>
          {t.look}
        </button>
      </form>
      <h2 safe>{t.regions}</h2>
      <Regions found={found} names={names} lang={lang} />
      {asked !== "" && (
        <>
          <h2 safe>{t.synonyms}</h2>
          <Synonyms synonyms={synonyms} lang={lang} />
        </>
      )}
      <h2 safe>{t.topics}</h2>
      <p safe>{topics.map(({ title }) => title[lang]).join(" · ")}</p>
      <h2 safe>{t.units}</h2>
      <p class="meta" safe>
        {t.unitsLead}
      </p>
      <StaffTable label={t.units} headings={[t.unit, t.unitMeant].map((text) => ({ text }))}>
        {[...unitNames].map(([written, meant]) => (
          <tr>
            <th scope="row" safe>
              {written}
            </th>
            <td safe>{meant}</td>
          </tr>
        ))}
      </StaffTable>
      <h2 safe>{t.changeTitle}</h2>
      <p safe>{t.change}</p>
    </AdminPage>
  );
}

function Counts({ counts, lang }: { readonly counts: ReferenceCounts; readonly lang: Lang }): JSX.Element {
  const t = referenceWords[lang];
  const kinds = ["regions", "agencies", "topics", "indicators", "synonyms"] as const;
  return (
    <ul class="glance">
      {kinds.map((kind) => (
        <li>
          <div>
            <strong safe>{`${showCount(counts[kind], lang)} ${t[kind].toLowerCase()}`}</strong>
            <span class="meta" safe>
              {t.sources[kind]}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

interface RegionsProps {
  readonly found: RegionsFound;
  readonly names: ReadonlyMap<string, string>;
  readonly lang: Lang;
}

function Regions({ found: { regions, count }, names, lang }: RegionsProps): JSX.Element {
  const t = referenceWords[lang];
  if (count === 0) return <p safe>{t.noRegions}</p>;
  const headings = [t.name, t.code, t.bpsCode, t.aliases, t.within, t.valid].map((text) => ({ text }));
  return (
    <>
      <p class="meta" safe>
        {t.foundRegions(showCount(regions.length, lang), showCount(count, lang))}
      </p>
      <StaffTable label={t.regions} headings={headings}>
        {regions.map((region) => (
          <tr>
            <th scope="row">
              <a href={`/wilayah/${region.code}`} safe>
                {region.shortName}
              </a>
            </th>
            <td>
              <code safe>{region.code}</code>
            </td>
            <td>{region.bpsCode !== undefined && <code safe>{region.bpsCode}</code>}</td>
            <td class="why" safe>
              {region.aliases.join(" · ")}
            </td>
            <td safe>{names.get(region.parent ?? "") ?? ""}</td>
            <td safe>{validityOf(region, lang)}</td>
          </tr>
        ))}
      </StaffTable>
    </>
  );
}

/** Empty where it is without limit. */
function validityOf({ validFrom, validTo }: Region, lang: Lang): string {
  const t = referenceWords[lang];
  const day = (date: string): string => showDay(new Date(`${date}T12:00:00Z`), lang);
  return [validFrom && t.since(day(validFrom)), validTo && t.until(day(validTo))].filter(Boolean).join(", ");
}

function Synonyms({
  synonyms,
  lang,
}: {
  readonly synonyms: readonly SynonymGroup[];
  readonly lang: Lang;
}): JSX.Element {
  const t = referenceWords[lang];
  if (synonyms.length === 0) return <p safe>{t.noSynonyms}</p>;
  return (
    <StaffTable label={t.synonyms} headings={[t.phrase, t.meanings].map((text) => ({ text }))}>
      {synonyms.slice(0, MOST_REGIONS).map(({ phrase, meanings }) => (
        <tr>
          <th scope="row" safe>
            {phrase}
          </th>
          <td class="why" safe>
            {meanings.join(" · ")}
          </td>
        </tr>
      ))}
    </StaffTable>
  );
}
