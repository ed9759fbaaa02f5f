/** A dataset's picture for a frame on somebody else's page: the picture, its filters in its address, and the way back here. */
import type { Response } from "express";
import { assetAddress } from "./assets.ts";
import { pathOf } from "./dataset-address.ts";
import { DatasetChart } from "./dataset-chart.tsx";
import { type DatasetPageProps, shortSource, sourceLine } from "./dataset-page.tsx";
import { showText } from "./show.ts";
import { datasetWords } from "./words-dataset.ts";

/** Only these pages may stand in frames of others: they can do nothing but be looked at. */
export function letBeFramed(response: Response): void {
  const policy = String(response.getHeader("Content-Security-Policy") ?? "");
  response.setHeader("Content-Security-Policy", policy.replace(/frame-ancestors [^;]*/, "frame-ancestors *"));
  response.removeHeader("X-Frame-Options");
}

const WIDE = 720;
const NARROW = 340;

export function EmbedPage(props: DatasetPageProps): string | Promise<string> {
  const { lang, version, address, plan } = props;
  const t = datasetWords[lang];
  const draw = (width: number, source = sourceLine(props)): JSX.Element | undefined =>
    version.withdrawn === undefined ? DatasetChart({ ...props, source, base: "", width }) : undefined;
  const isMap = plan.view === "peta";
  const drawn = draw(isMap ? 400 : WIDE);
  return (
    <>
      {"<!doctype html>"}
      <html lang={lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title safe>{`${showText(version.package.title, lang)} · ${t.embedTitle}`}</title>
          <base target="_blank" />
          <link rel="stylesheet" href={assetAddress("jendela.css")} />
          <link rel="stylesheet" href={assetAddress("dataset.css")} />
        </head>
        <body class="embed">
          <main>
            <h1 class="unseen" safe>
              {showText(version.package.title, lang)}
            </h1>
            {drawn === undefined ? (
              <p class="notice" safe>
                {version.withdrawn === undefined ? t.nothingToDraw : t.withdrawnData}
              </p>
            ) : isMap ? (
              <div class="map-frame">{drawn}</div>
            ) : (
              <>
                <div class="wide-only">{drawn}</div>
                <div class="narrow-only">{draw(NARROW, shortSource(props))}</div>
              </>
            )}
            <p class="embed-foot">
              <a href={pathOf(address)} rel="noopener" safe>
                {t.fullPage}
              </a>
            </p>
          </main>
        </body>
      </html>
    </>
  );
}
