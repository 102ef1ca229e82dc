/** Levels of nesting in the JSON of calls: a batch, its calls, their fields and lists, and as many again. */
const DEPTH_MAX = 10;

/** Values in the JSON of calls: a batch of fifty that each name five hundred people has fewer. */
const VALUES_MAX = 30_000;

/**
 * Whether to parse JSON would hold everybody else up, by its depth or the number of its values; millions of either take a
 * second. Takes a few milliseconds for a megabyte, and says nothing of whether it is JSON. Of bytes and not of a string:
 * Node keeps long strings outside of V8, where each look at a character takes ten times as long.
 */
export function isTangled(json: Uint8Array): boolean {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    switch (json[at]) {
      case QUOTE:
        at = endOfText(json, at);
        break;
      case 0x2c: // ,
      case 0x3a: // :
        values += 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        values += 1;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
    }
    if (depth > DEPTH_MAX || values > VALUES_MAX) return true;
  }
  return false;
}

/** Where the text ends that begins there. */
function endOfText(json: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
