/** Deeper than any token nests, and shallow enough that nobody's stack is at stake. */
const MAX_DEPTH = 8;

/** One token of JSON that matters here; everything between them was checked by the parser before. */
const SIGNIFICANT = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/** An object that is open, with the names seen in it; an array has none. */
interface Open {
  readonly names: Set<string> | null;
  awaitsName: boolean;
}

/**
 * The object that the text holds, or null. A member that stands twice is refused (RFC 7515 §4, RFC 7519 §4): which
 * of the two counts differs from one parser to the next, so two readers would read two tokens.
 */
export function parseStrictObject(text: string): Record<string, unknown> | null {
  if (!isShallow(text)) return null;
  const value = parse(text);
  if (!isObject(value) || repeatsName(text)) return null;
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Looked at before the parser is. */
function isShallow(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(SIGNIFICANT)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > MAX_DEPTH) return false;
  }
  return true;
}

function repeatsName(text: string): boolean {
  const nothing: Open = { names: null, awaitsName: false };
  const open: Open[] = [];
  for (const [token] of text.matchAll(SIGNIFICANT)) {
    const inner = open.at(-1) ?? nothing;
    if (token === '{') open.push({ names: new Set(), awaitsName: true });
    else if (token === '[') open.push({ names: null, awaitsName: false });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',') inner.awaitsName = true;
    else if (token === ':') inner.awaitsName = false;
    else if (inner.names !== null && inner.awaitsName) {
      // Written differently ("\u0061ud"), it is the same name.
      const name = String(JSON.parse(token));
      if (inner.names.has(name)) return true;
      inner.names.add(name);
    }
  }
  return false;
}
