const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const FOUR_SPACES = 0x20202020;

/**
 * Finds where JSON nests deeper than allowed, without parsing it: brackets are counted, strings passed over. Indented
 * states are mostly spaces and text, so that four bytes are looked at together; this halves the time.
 * @returns offset of the bracket that is too deep, -1 when there is none
 */
export function tooDeepAt(buffer: Uint8Array, limit: number): number {
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
  // Words start at a multiple of four in the memory, which the buffer itself need not.
  const shift = (4 - (buffer.byteOffset & 3)) & 3;
  const words = new Uint32Array(buffer.buffer, buffer.byteOffset + shift, Math.max(0, (buffer.length - shift) >> 2));
  const length = bytes.length;
  let depth = 0;
  for (let i = 0; i < length; ) {
    const byte = bytes[i++] as number;
    if (byte === SPACE) {
      if (((i - shift) & 3) === 0) {
        let word = (i - shift) >> 2;
        while (words[word] === FOUR_SPACES) word++;
        i = (word << 2) + shift;
      }
    } else if (byte === QUOTE) {
      i = afterString(bytes, words, shift, i);
    } else {
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

/** The offset after the quote that closes the string whose content starts at `from`. */
function afterString(bytes: Uint8Array, words: Uint32Array, shift: number, from: number): number {
  const length = bytes.length;
  let i = from;
  while (i < length) {
    if (((i - shift) & 3) === 0) {
      let word = (i - shift) >> 2;
      while (word < words.length && !holdsQuoteOrBackslash(words[word] as number)) word++;
      i = (word << 2) + shift;
      if (i >= length) break;
    }
    const byte = bytes[i++];
    if (byte === QUOTE) return i;
    if (byte === BACKSLASH) i++;
  }
  return length;
}

/** Whether one of four bytes is `"` or `\`: a byte is zero when it borrows on subtraction of one and has no high bit. */
function holdsQuoteOrBackslash(word: number): boolean {
  const quote = word ^ 0x22222222;
  const backslash = word ^ 0x5c5c5c5c;
  return ((((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash)) & 0x80808080) !== 0;
}
