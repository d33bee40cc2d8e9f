const LINE_FEED = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;

/**
 * Finds where JSON nests deeper than allowed, without parsing it: brackets are counted, strings passed over.
 * @returns offset of the bracket that is too deep, -1 when there is none
 */
export function tooDeepAt(buffer: Uint8Array, limit: number): number {
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
  const length = bytes.length;
  let depth = 0;
  for (let i = 0; i < length; ) {
    const byte = bytes[i++] as number;
    if (byte === LINE_FEED) {
      // States are indented, and a loop of its own over the indentation saves a quarter of the time.
      while (bytes[i] === SPACE) i++;
    } else if (byte === QUOTE) {
      while (i < length) {
        const inside = bytes[i++];
        if (inside === QUOTE) break;
        if (inside === BACKSLASH) i++;
      }
    } else if (byte >= OPENING_BRACKET) {
      // With bit 5 set, [ is { and ] is }.
      const bracket = byte | 0x20;
      if (bracket === 0x7b) {
        depth += 1;
        if (depth > limit) return i - 1;
      } else if (bracket === 0x7d) depth -= 1;
    }
  }
  return -1;
}
