/** The endings under which a version can be downloaded, and what each is. Every outlet that lists files lists these. */

export interface DownloadFormat {
  readonly ending: string;
  readonly mediaType: string;
  /** As the header says it. */
  readonly contentType: string;
  /** Is it worth a Content-Encoding? */
  readonly compressible: boolean;
}

const format = (ending: string, mediaType: string, compressible: boolean, parameters = ""): DownloadFormat => ({
  ending,
  mediaType,
  contentType: `${mediaType}${parameters}`,
  compressible,
});

export const DOWNLOAD_FORMATS = [
  format("csv", "text/csv", true, "; charset=utf-8; header=present"),
  format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false),
  format("json", "application/json", true, "; charset=utf-8"),
  format("ndjson", "application/x-ndjson", true, "; charset=utf-8"),
] as const satisfies readonly DownloadFormat[];

export const findFormat = (ending: string): DownloadFormat | undefined =>
  DOWNLOAD_FORMATS.find((known) => known.ending === ending);
