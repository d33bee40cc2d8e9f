import { formats } from "../../reports/formats.generated.js";
import { unknownId } from "../data/nearest.js";
import { InputError, type ReportFormat } from "../model/index.js";

/** Short names that people know a format by. */
const ALIASES: Readonly<Record<string, string>> = { md: "markdown" };

/** Written when nobody asks for any. */
const STANDARD: readonly string[] = ["html", "markdown"];

type Loader = () => Promise<{ readonly format: ReportFormat }>;
const loaders: Readonly<Record<string, Loader>> = formats;

/**
 * Checks `--format`, so that a slip costs no run.
 * @returns folders below reports/, in the order of their names; assessment.json is always written and not among them
 * @throws InputError for a name that is no format
 */
export function chooseFormats(asked: readonly string[] | undefined): readonly string[] {
  const known = Object.keys(loaders).sort();
  if (asked === undefined) return STANDARD;
  const wanted = new Set<string>();
  for (const name of asked) {
    if (name === "json") continue;
    const format = ALIASES[name] ?? name;
    if (!Object.hasOwn(loaders, format))
      throw new InputError(unknownId("format", name, [...known, ...Object.keys(ALIASES), "json"]));
    wanted.add(format);
  }
  return known.filter((format) => wanted.has(format));
}

/** The renderers; each is loaded only when it is asked for. */
export async function loadFormats(names: readonly string[]): Promise<readonly ReportFormat[]> {
  return await Promise.all(names.map(async (name) => (await (loaders[name] as Loader)()).format));
}
