/**
 * The versions of a dataset and where each came from: a file that an agency sent was checked and published, and became the version; from the
 * version came the files that can be had.
 */
import type { Original } from "../catalogue/version-files.ts";
import type { Version } from "../catalogue/versions.ts";
import { agencyNode, bothLanguages, datasetUri, type Shared, type Surroundings } from "./dataset.ts";
import { inId, type Node, plain, ref, time, typed } from "./graph.ts";
import { SHA256 } from "./vocabulary.ts";

/** In their order. They are no datasets of their own, or harvesters would list each of them. */
export const describeVersions = (
  versions: readonly Version[],
  originals: ReadonlyMap<string, Original>,
  around: Surroundings,
  shared: Shared,
): readonly Node[] =>
  versions.map((version) =>
    describeVersion(version, version.upload === undefined ? undefined : originals.get(version.upload), around, shared),
  );

function describeVersion(version: Version, original: Original | undefined, around: Surroundings, shared: Shared): Node {
  const { slug, number, package: pkg, publishedAt, note, withdrawn } = version;
  const dataset = datasetUri(around.baseUrl, slug);
  const uri = `${dataset}/v${number}`;
  const agency = shared.add(agencyNode(pkg.agency, around));
  const file: Node | undefined = original && {
    iri: `${uri}#berkas-asal`,
    types: ["prov:Entity"],
    properties: [
      ["prov:wasAttributedTo", agency],
      [
        "spdx:checksum",
        {
          types: ["spdx:Checksum"],
          properties: [
            ["spdx:algorithm", shared.add(SHA256)],
            ["spdx:checksumValue", typed(original.sha256, "xsd:hexBinary")],
          ],
        },
      ],
    ],
  };
  const check: Node = {
    iri: `${uri}#pemeriksaan`,
    types: ["prov:Activity"],
    properties: [
      ["rdfs:label", inId("Pemeriksaan dan penerbitan"), { text: "Check and publication", lang: "en" }],
      ["prov:endedAtTime", time(publishedAt)],
      ["prov:wasAssociatedWith", agency],
      ...(file === undefined ? [] : [["prov:used", shared.add(file)] as const]),
    ],
  };
  return {
    iri: uri,
    types: ["prov:Entity"],
    properties: [
      ["dct:title", ...bothLanguages(pkg.title)],
      ["dcat:version", plain(String(number))],
      ["dcat:isVersionOf", ref(dataset)],
      ["dct:issued", time(publishedAt)],
      ["dct:publisher", agency],
      ...(note === undefined ? [] : [["adms:versionNotes", inId(note)] as const]),
      ...(withdrawn === undefined ? [] : [["rdfs:comment", inId(`Versi ini ditarik: ${withdrawn.reason}`)] as const]),
      ["prov:wasGeneratedBy", shared.add(check)],
      ...(file === undefined ? [] : [["prov:wasDerivedFrom", ref(file.iri ?? "")] as const]),
      ...(number > 1
        ? ([
            ["dcat:previousVersion", ref(`${dataset}/v${number - 1}`)],
            ["prov:wasRevisionOf", ref(`${dataset}/v${number - 1}`)],
          ] as const)
        : []),
    ],
  };
}
