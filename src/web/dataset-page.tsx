/** A dataset: what it is and how good, one view of it, and beside it its versions, formats, citation and whom to ask. */
import { inScript } from "../formats/schema-org.ts";
import type { Lang } from "../kernel/locale.ts";
import type { DatasetAddress } from "./dataset-address.ts";
import { pathOf } from "./dataset-address.ts";
import { type AsideProps, DatasetAside } from "./dataset-aside.tsx";
import { Definitions } from "./dataset-definitions.tsx";
import type { Figure } from "./dataset-figures.ts";
import { DatasetHead, type HeadProps } from "./dataset-head.tsx";
import type { ChartPlan } from "./dataset-plan.ts";
import { RowTable, type RowTableProps } from "./dataset-table.tsx";
import { ChartView, Tabs } from "./dataset-view.tsx";
import { Page } from "./layout.tsx";
import { showText } from "./show.ts";
import type { NameValue } from "./value-names.ts";
import { datasetWords } from "./words-dataset.ts";

export interface DatasetPageProps extends HeadProps, AsideProps {
  readonly lang: Lang;
  readonly address: DatasetAddress;
  readonly plan: ChartPlan;
  readonly figures: readonly Figure[];
  readonly nameOf: NameValue;
  /** Of the table view alone. */
  readonly rows: Pick<RowTableProps, "page" | "count"> | undefined;
  /** For search engines: of the current version, where everybody may read it. */
  readonly schemaOrg: Readonly<Record<string, unknown>> | undefined;
  /** The address as it came, without language and theme. */
  readonly path: string;
}

export function DatasetPage(props: DatasetPageProps): string | Promise<string> {
  const { lang, version, address, path } = props;
  const title = showText(version.package.title, lang);
  return (
    <Page
      lang={lang}
      title={`${title} · Jendela Sulsel`}
      description={showText(version.package.description, lang).slice(0, 300)}
      path={path}
      styles={["dataset.css"]}
      head={
        <>
          <link rel="canonical" href={`${props.baseUrl}${pathOf(address)}`} />
          {alternates(props).map(([type, href]) => (
            <link rel="alternate" type={type} href={href} />
          ))}
          {props.schemaOrg && <script type="application/ld+json">{inScript(props.schemaOrg)}</script>}
        </>
      }
    >
      <DatasetHead {...props} />
      <div class="dataset">
        <div id="lihat">{version.withdrawn === undefined && <View {...props} />}</div>
        <DatasetAside {...props} />
      </div>
    </Page>
  );
}

/** The same in forms for machines: of a named version its file and package, of the newest the catalogue's descriptions too. */
function alternates({ version: { slug, number, withdrawn }, address, newest }: DatasetPageProps) {
  if (withdrawn !== undefined) return [];
  const place = address.version === undefined && number === newest ? "" : `/v${number}`;
  const files = [
    ["text/csv", `/download/${slug}${place}.csv`],
    ["application/json", `/dataset/${slug}${place}/datapackage.json`],
  ] as const;
  const described = [
    ["text/turtle", `/dataset/${slug}.ttl`],
    ["application/ld+json", `/dataset/${slug}.jsonld`],
    ["application/rdf+xml", `/dataset/${slug}.rdf`],
  ] as const;
  return place === "" ? [...files, ...described] : files;
}

function View(props: DatasetPageProps): JSX.Element {
  const { lang, version, address, plan, rows, profile, nameOf } = props;
  return (
    <>
      <Tabs lang={lang} address={address} views={plan.views} view={plan.view} />
      {plan.view === "definisi" ? (
        <Definitions lang={lang} pkg={version.package} />
      ) : rows !== undefined ? (
        <RowTable lang={lang} version={version} profile={profile} address={address} nameOf={nameOf} {...rows} />
      ) : (
        <ChartView {...props} version={version.number} source={sourceLine(props)} shortSource={shortSource(props)} />
      )}
    </>
  );
}

type SourceProps = Pick<DatasetPageProps, "lang" | "version" | "agencyName" | "baseUrl">;

/** What stands inside every picture. */
export const sourceLine = (props: SourceProps): string =>
  `${shortSource(props)} · ${props.baseUrl.replace(/^https?:\/\//, "")}/dataset/${props.version.slug}`;

export const shortSource = ({ lang, version, agencyName }: SourceProps): string =>
  datasetWords[lang].source(agencyName, showText(version.package.title, lang), version.number);
