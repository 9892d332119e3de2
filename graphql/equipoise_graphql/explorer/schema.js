// The schema as the API tells it, by names of types.
const TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
const VALUE = `name description defaultValue isDeprecated deprecationReason type { ${TYPE} }`;
const INTROSPECTION = `query Introspection { __schema {
  queryType { name } mutationType { name } subscriptionType { name }
  types { kind name description interfaces { name } possibleTypes { name }
    fields(includeDeprecated: true) { name description isDeprecated deprecationReason type { ${TYPE} } args(includeDeprecated: true) { ${VALUE} } }
    inputFields(includeDeprecated: true) { ${VALUE} }
    enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } } } }`;

function schemaOf(introspection) {
  const types = new Map(introspection.types.filter((type) => !type.name.startsWith("__")).map((type) => [type.name, type]));
  const roots = {};
  for (const kind of ["query", "mutation", "subscription"]) {
    const root = introspection[`${kind}Type`];
    if (root !== null) roots[kind] = root.name;
  }
  return { types, roots };
}

function named(type) {
  return type.ofType ? named(type.ofType) : type.name;
}

function written(type) {
  if (type.kind === "NON_NULL") return `${written(type.ofType)}!`;
  return type.kind === "LIST" ? `[${written(type.ofType)}]` : type.name;
}

// The type whose fields fit at a place of the document, and what has been typed of one; null elsewhere.
function fitting(schema, text, caret) {
  const before = tokens(text.slice(0, caret));
  const last = before.at(-1);
  const typed = last && last.kind === "name" ? last.text : "";
  const words = before.filter((token) => token.kind !== "space" && token.kind !== "comment");
  if (typed) words.pop();
  if (last && (last.kind === "comment" || last.kind === "string")) return null;
  const stack = [];
  let round = 0;
  let field = null;
  let next = schema.roots.query;
  words.forEach((token, place) => {
    const previous = words[place - 1]?.text;
    if (token.text === "(") round += 1;
    else if (token.text === ")") round -= 1;
    else if (round > 0) return;
    else if (token.text === "{") {
      stack.push(field === null ? next : field);
      field = null;
    } else if (token.text === "}") {
      stack.pop();
      field = null;
    } else if (token.kind === "spread") field = stack.at(-1) ?? null;
    else if (token.kind === "name") {
      if (previous === "on") field = token.text;
      else if (stack.length === 0) {
        if (token.text in schema.roots) next = schema.roots[token.text];
        field = null;
      } else if (token.text !== "on" && previous !== "...") {
        const found = schema.types.get(stack.at(-1))?.fields?.find((each) => each.name === token.text);
        field = found ? named(found.type) : null;
      }
    }
  });
  const before_typed = words.at(-1)?.text;
  if (round > 0 || stack.length === 0 || before_typed === "..." || before_typed === "on") return null;
  const type = schema.types.get(stack.at(-1));
  return type?.fields ? { type, typed } : null;
}
