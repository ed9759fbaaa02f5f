/** What SDMX-JSON 2.0 demands of a data message, as a JSON Schema: the required parts and the forms of ids, keys and values. */
const values = {
  type: "array",
  minItems: 1,
  uniqueItems: true,
  items: {
    type: "object",
    oneOf: [{ required: ["id", "name"] }, { required: ["value"] }],
    properties: { id: { type: "string", pattern: "^[A-Za-z0-9_@$-]+$" } },
  },
};
const id = { type: "string", pattern: "^[A-Za-z][A-Za-z0-9_-]*$" };
const components = (required: readonly string[]) => ({
  type: "array",
  uniqueItems: true,
  items: {
    type: "object",
    required,
    properties: { id, values, keyPosition: { type: "integer", minimum: 0 }, relationship: { type: "object" } },
  },
});
const levels = (names: readonly string[], required: readonly string[]) => ({
  type: "object",
  additionalProperties: false,
  properties: Object.fromEntries(names.map((name) => [name, components(required)])),
});
const observations = {
  type: "object",
  additionalProperties: false,
  patternProperties: { "^[0-9]+(:[0-9]+)*$": { type: "array", items: { type: ["number", "string", "null"] } } },
};
const links = {
  type: "array",
  items: { anyOf: [{ required: ["href", "rel"] }, { required: ["urn", "rel"] }] },
};

export const dataMessage = {
  type: "object",
  required: ["meta", "data"],
  properties: {
    meta: {
      type: "object",
      required: ["id", "prepared", "sender"],
      properties: {
        id: { type: "string", pattern: "^[A-Za-z0-9_@$-]+$" },
        sender: { type: "object", required: ["id"] },
      },
    },
    data: {
      type: "object",
      required: ["structures", "dataSets"],
      properties: {
        structures: {
          type: "array",
          items: {
            type: "object",
            required: ["dimensions"],
            properties: {
              links,
              dataSets: { type: "array", minItems: 1, items: { type: "integer" } },
              dimensions: levels(["dataSet", "series", "observation"], ["id", "keyPosition", "values"]),
              measures: levels(["observation"], ["id"]),
              attributes: levels(["dataSet", "dimensionGroup", "series", "observation"], ["id", "relationship"]),
            },
          },
        },
        dataSets: {
          type: "array",
          items: {
            type: "object",
            required: ["links"],
            properties: {
              links,
              structure: { type: "integer" },
              action: { enum: ["Information", "Append", "Replace", "Delete"] },
              dimensionGroupAttributes: {
                type: "object",
                additionalProperties: false,
                patternProperties: { "^([0-9]+(:[0-9]*)*)|((:[0-9]*)*(:[0-9]+)+(:[0-9]*)*)$": { type: "array" } },
              },
              observations,
              series: {
                type: "object",
                additionalProperties: false,
                patternProperties: {
                  "^[0-9]+(:[0-9]+)*$": {
                    type: "object",
                    additionalProperties: false,
                    properties: { annotations: {}, attributes: {}, observations },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};
