/**
 * Opens a file as a source of sheets. Content decides what it is; a file that cannot be read at all is thrown as Unreadable with the one
 * finding that tells the officer what to do. Nothing is kept in memory but facts: rows are read from the file each time they are asked for.
 */
import { open } from "node:fs/promises";
import type { Finding } from "../kernel/finding.ts";
import { contentOf, findWrongExtension } from "./content.ts";
import { csvRows } from "./csv.ts";
import { lineDecoder } from "./encoding.ts";
import {
  DEFAULT_LIMITS,
  type FileFacts,
  type FileFormat,
  type Limits,
  type Sheet,
  type Source,
  Unreadable,
} from "./model.ts";
import { sniffDialect } from "./sniff.ts";
import { hashFile, surveyText, type TextSurvey } from "./survey.ts";
import { textBlocks } from "./text-blocks.ts";

interface OpenOptions {
  /** As the officer named it. */
  readonly name: string;
  readonly limits?: Partial<Limits> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where whoever received the file has hashed it already. */
  readonly sha256?: string | undefined;
  /** Told of bytes as rows are read, over all readings. A text only: a workbook's bytes are not read in the order of its rows. */
  readonly read?: ((bytes: number) => void) | undefined;
}

const HEAD_BYTES = 64 * 1024;
/** How much of a text the dialect is decided on, in characters. */
const SAMPLE_CHARACTERS = 1024 ** 2;

async function readHead(path: string): Promise<{ head: Buffer; bytes: number }> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return { head: buffer.subarray(0, bytesRead), bytes: size };
  } finally {
    await file.close();
  }
}

async function readSample(path: string, survey: TextSurvey, limits: Limits, signal?: AbortSignal): Promise<string> {
  let sample = "";
  for await (const block of textBlocks(path, survey.layout, limits.maxRecordBytes, signal)) {
    sample += lineDecoder(survey.layout.encoding, false, false)(block, 0, block.length);
    if (sample.length >= SAMPLE_CHARACTERS) break;
  }
  return sample.slice(0, SAMPLE_CHARACTERS);
}

/** What is told about a text before its rows are read. */
function textFindings(survey: TextSurvey): Finding[] {
  const findings: Finding[] = [];
  const { count, first } = survey.foreignLines;
  if (count > 0) {
    const lines = first.join(", ") + (count > first.length ? ", …" : "");
    findings.push({ code: "file/mixed-encoding", severity: "warning", row: first[0], params: { count, lines } });
  }
  if (survey.lineEnding === "mixed") findings.push({ code: "file/mixed-line-endings", severity: "note", params: {} });
  return findings;
}

type Opened = Omit<Source, "facts"> & {
  readonly facts: Pick<FileFacts, "format" | "encoding" | "delimiter" | "bom" | "lineEnding">;
};

const refusal = (code: Finding["code"], params: Finding["params"] = {}): Unreadable =>
  new Unreadable({ code, severity: "error", params });

async function openCsv(
  path: string,
  head: Buffer,
  limits: Limits,
  { signal, read }: Pick<OpenOptions, "signal" | "read">,
): Promise<Opened> {
  const survey = await surveyText(path, head, limits, signal);
  if (survey.isBlank) throw refusal("file/empty");
  const dialect = sniffDialect(await readSample(path, survey, limits, signal));
  const findings = textFindings(survey);
  const found = (finding: Finding): void => {
    // Two readings of one file say the same thing once.
    if (!findings.some((known) => known.code === finding.code)) findings.push(finding);
  };
  const sheet: Sheet = {
    name: null,
    hidden: false,
    merges: [],
    rows: (abort) => csvRows({ path, layout: survey.layout, dialect, limits, found, read }, abort ?? signal),
  };
  return {
    facts: {
      format: "csv",
      encoding: survey.layout.encoding,
      delimiter: dialect.delimiter,
      bom: survey.layout.bomBytes > 0,
      lineEnding: survey.lineEnding,
    },
    sheets: [sheet],
    findings,
    close: async () => {},
  };
}

const workbook = (format: FileFormat): Opened["facts"] => ({
  format,
  encoding: null,
  delimiter: null,
  bom: false,
  lineEnding: null,
});

/** Readers of workbooks are loaded when a workbook comes. */
async function openContent(
  path: string,
  head: Buffer,
  bytes: number,
  options: OpenOptions,
  limits: Limits,
): Promise<Opened> {
  const { signal } = options;
  const content = contentOf(head, bytes, options.name);
  switch (content.kind) {
    case "lock":
      throw refusal("file/lock-file");
    case "other":
      throw refusal("file/other-format", { format: content.format });
    case "text":
      return await openCsv(path, head, limits, options);
    case "zip": {
      const { openPackage } = await import("./package-reader.ts");
      const opened = await openPackage(path, limits, signal);
      return { ...opened, facts: workbook(opened.format) };
    }
    case "ole": {
      const { openOldWorkbook } = await import("./xls.ts");
      return { ...(await openOldWorkbook(path, bytes, limits)), facts: workbook("xls") };
    }
    case "html": {
      const { openHtml } = await import("./html.ts");
      return { ...(await openHtml(path, bytes, limits)), facts: workbook("html") };
    }
  }
}

/**
 * @throws Unreadable when nothing can be read from the file; the signal's reason when aborted. Errors of the disk pass through.
 */
export async function openSource(path: string, options: OpenOptions): Promise<Source> {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { head, bytes } = await readHead(path);
  if (bytes === 0) throw refusal("file/empty");
  if (bytes > limits.maxBytes) throw refusal("file/too-large", { bytes, limit: limits.maxBytes });
  const opened = await openContent(path, head, bytes, options, limits);
  const { format } = opened.facts;
  const extension = findWrongExtension(options.name, format);
  const early: Finding[] =
    extension === undefined
      ? []
      : [{ code: "file/wrong-extension", severity: "note", params: { format: format.toUpperCase(), extension } }];
  const sha256 = options.sha256 ?? (await hashFile(path, options.signal));
  return {
    facts: { name: options.name, bytes, sha256, ...opened.facts },
    sheets: opened.sheets,
    // A getter: findings made while rows are read are seen.
    get findings() {
      return [...early, ...opened.findings];
    },
    close: opened.close,
  };
}
