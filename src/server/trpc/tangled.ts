/** Levels of nesting in the JSON of calls: a batch, its calls, their fields and lists, and as many again. */
const DEPTH_MAX = 10;

/** Values in the JSON of calls: a batch of fifty that each name five hundred people has fewer. */
const VALUES_MAX = 30_000;

const [QUOTE, BACKSLASH, COMMA, COLON] = [...'"\\,:'].map((character) => character.charCodeAt(0));
const OPENING = new Set([...'[{'].map((character) => character.charCodeAt(0)));
const CLOSING = new Set([...']}'].map((character) => character.charCodeAt(0)));

/**
 * Whether to parse a JSON text would hold everybody else up, by its depth or the number of its values; millions of either
 * take a second. Takes a few milliseconds for a megabyte, and says nothing of whether it is JSON.
 */
export function isTangled(json: string): boolean {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfText(json, at);
    } else if (code === COMMA || code === COLON) {
      values += 1;
    } else if (OPENING.has(code)) {
      depth += 1;
      values += 1;
    } else if (CLOSING.has(code)) {
      depth -= 1;
    }
    if (depth > DEPTH_MAX || values > VALUES_MAX) return true;
  }
  return false;
}

/** Where the text ends that begins there. */
function endOfText(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}
