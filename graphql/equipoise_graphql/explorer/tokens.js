// Words and signs of a GraphQL document, and how they look.
const TOKEN =
  /(?<space>[\s,]+)|(?<comment>#[^\n]*)|(?<string>"""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?)|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<mark>[$@]\w+)|(?<spread>\.\.\.)|(?<name>[A-Za-z_]\w*)|(?<sign>[!(){}[\]:=|&])|(?<other>.)/gsu;
const KEYWORDS = new Set(["query", "mutation", "subscription", "fragment", "on", "true", "false", "null"]);

function tokens(text) {
  return Array.from(text.matchAll(TOKEN), (match) => {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    return { kind, text: match[0], start: match.index, end: match.index + match[0].length };
  });
}

function span(kind, text) {
  const element = document.createElement("span");
  element.className = `t-${kind}`;
  element.textContent = text;
  return element;
}

function colouredDocument(text) {
  return tokens(text).map((token) => {
    if (token.kind === "name") return KEYWORDS.has(token.text) ? span("keyword", token.text) : span("name", token.text);
    return ["comment", "string", "number", "mark"].includes(token.kind) ? span(token.kind, token.text) : token.text;
  });
}

const JSON_TOKEN = /("(?:\\.|[^"\\\n])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

function colouredJson(text) {
  const parts = [];
  let last = 0;
  for (const match of text.matchAll(JSON_TOKEN)) {
    parts.push(text.slice(last, match.index));
    if (match[1] !== undefined) parts.push(span(match[2] === undefined ? "string" : "key", match[1]), match[2] ?? "");
    else parts.push(span(match[3] === undefined ? "number" : "keyword", match[0]));
    last = match.index + match[0].length;
  }
  parts.push(text.slice(last));
  return parts;
}

// The document with one field a line; comments and texts stay as they are.
function formatted(text) {
  let out = "";
  let depth = 0;
  let round = 0;
  let fresh = true;
  const line = () => {
    out = out.trimEnd() + "\n" + "  ".repeat(depth);
    fresh = true;
  };
  const all = tokens(text).filter((token) => token.kind !== "space");
  all.forEach((token, place) => {
    const before = all[place - 1];
    const inArguments = round > 0;
    if (token.text === "}" && !inArguments) {
      depth = Math.max(depth - 1, 0);
      line();
      out += "}";
      line();
      if (depth === 0) out += "\n";
      return;
    }
    const starts = !inArguments && !fresh && depth > 0 && ["name", "spread", "comment"].includes(token.kind);
    const goesOn = before && ([":", "...", "on", "@"].includes(before.text) || before.text.startsWith("@"));
    if (starts && !(goesOn && token.kind === "name" && !before.text.startsWith("@"))) line();
    if (token.text === "(" || token.text === "[" || (token.text === "{" && inArguments)) round += 1;
    if (token.text === ")" || token.text === "]" || (token.text === "}" && inArguments)) round -= 1;
    const tight = [")", "]", ":", "!"].includes(token.text) || token.text === "(";
    const glued = before && (["(", "["].includes(before.text) || (before.text === "..." && token.text !== "on") || fresh);
    const lacksComma = inArguments && before && token.kind !== "sign" && ![":", "(", "[", "{", "="].includes(before.text);
    if (!fresh && !tight && !glued) out += lacksComma ? ", " : " ";
    out += token.text;
    fresh = false;
    if (token.kind === "comment") line();
    if (token.text === "{" && !inArguments) {
      depth += 1;
      line();
    }
  });
  return out.trim() + "\n";
}
