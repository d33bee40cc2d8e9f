import { type Place, textOf } from "./document.js";
import type { Tell } from "./lint.js";

/** Algorithms by OSCAL's names, with the hexadecimal digits of their values. */
const ALGORITHMS: Readonly<Record<string, number>> = {
  "SHA-224": 56,
  "SHA-256": 64,
  "SHA-384": 96,
  "SHA-512": 128,
  "SHA3-224": 56,
  "SHA3-256": 64,
  "SHA3-384": 96,
  "SHA3-512": 128,
};

/** Finds hashes of algorithms that OSCAL does not name so, and values that are none of theirs. */
export function hashFindings(all: readonly Place[], tell: Tell): void {
  for (const place of all) {
    if (place.name !== "hashes") continue;
    const algorithm = textOf(place.value, "algorithm") ?? "";
    const digits = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
    if (digits === undefined) {
      const names = Object.keys(ALGORITHMS).join(", ");
      tell("hash-algorithm", place, "algorithm", `${JSON.stringify(algorithm)} is none of ${names}`);
    } else if (!new RegExp(`^[0-9a-f]{${digits}}$`, "i").test(textOf(place.value, "value") ?? ""))
      tell(
        "hash-algorithm",
        place,
        "value",
        `a value of ${algorithm} has ${digits} hexadecimal digits, and nothing else`,
      );
  }
}
