// Writes src/generated.ts: types of the schema's parts that the documents use, and the documents themselves.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse, print } from "graphql";

const [, , schemaPath = "../../../graphql/equipoise_graphql/schema.graphql", target = "src/generated.ts"] = process.argv;
const schema = parse(readFileSync(schemaPath, "utf8"));
const documents = readdirSync("documents")
  .sort()
  .map((name) => ({ location: name, document: parse(readFileSync(`documents/${name}`, "utf8")) }));

const types = await codegen({
  schema,
  documents,
  filename: target,
  config: {
    avoidOptionals: true,
    enumType: "string-literal",
    futureProofEnums: true,
    scalars: {
      ID: "string",
      Date: "string",
      DateTime: "string",
      Decimal: "string",
      JSON: "unknown",
    },
  },
  plugins: [{ operations: {} }],
  pluginMap: { operations },
});

const texts = documents.map(
  ({ location, document }) =>
    `export const ${location.replace(".graphql", "").toUpperCase()} = ${JSON.stringify(print(document))};`,
);
writeFileSync(target, `// Made by \`npm run generate\`; do not edit.\n\n${types.trim()}\n\n${texts.join("\n")}\n`);
