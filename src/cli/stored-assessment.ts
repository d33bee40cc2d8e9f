import { closeSync, openSync, readSync, statSync } from "node:fs";
import { parseJson } from "../data/json.js";
import { type Assessment, type AssessmentHead, InputError, isObject, type Result, VERDICTS } from "../model/index.js";

const CHUNK = 1 << 20;
/** Where `assessmentJson` begins the results, one a line; no text of JSON holds the end of a line. */
const RESULTS = '\n  "results": [';
/** What is read whole, where somebody has formatted the file anew: text cannot be much longer. */
const MOST_WHOLE = 1 << 28;

/**
 * An assessment.json as `konductor assess` wrote it. Its results stay on disk and are read as they are asked for.
 * @throws InputError when it is none, or is damaged
 */
export function readAssessment(file: string): Assessment {
  const size = sizeOf(file);
  const found = readHead(file);
  const { head, results } = found ?? readWhole(file, size);
  checkHead(head, file);
  let index = 0;
  // Read once before anything is made of it, so that damage is not found half-way.
  for (const result of results) checkResult(result, index++, file);
  return { ...head, results };
}

function sizeOf(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) throw new InputError("there is no such file", { file });
  // To open a pipe would wait, and results are read more than once.
  if (!stat.isFile()) throw new InputError("is no file; an assessment is read from its assessment.json", { file });
  return stat.size;
}

interface Stored {
  readonly head: AssessmentHead;
  readonly results: Iterable<Result>;
}

/** Undefined where results do not stand one a line. */
function readHead(file: string): Stored | undefined {
  let text = Buffer.alloc(0);
  for (const chunk of chunks(file, 0)) {
    const from = Math.max(0, text.length - RESULTS.length);
    text = Buffer.concat([text, chunk]);
    const end = text.indexOf(RESULTS, from);
    // One byte tells an empty list, a line, and something else apart.
    if (end < 0 || text.length <= end + RESULTS.length) continue;
    const start = end + RESULTS.length;
    const before = text.toString("utf8", 0, end);
    if (text[start] !== "\n".charCodeAt(0) || !before.endsWith(",")) return undefined;
    if (text[start + 1] === " ".charCodeAt(0)) return undefined;
    const head = parseJson(`${before.slice(0, -1)}\n}`, file) as AssessmentHead;
    const line = before.split("\n").length + 1;
    return { head, results: { [Symbol.iterator]: () => resultLines(file, start + 1, line) } };
  }
  return undefined;
}

function readWhole(file: string, size: number): Stored {
  if (size > MOST_WHOLE)
    throw new InputError("is not as `konductor assess` wrote it, and too large to be read as a whole", { file });
  const whole = parseJson(Buffer.concat([...chunks(file, 0)].map((one) => Buffer.from(one))).toString("utf8"), file);
  const { results, ...head } = (whole ?? {}) as AssessmentHead & { results?: unknown };
  if (!Array.isArray(results)) throw new InputError("is no assessment: it has no results", { file });
  return { head, results };
}

/** The results from a place in the file, one a line, up to the end of their list. */
function* resultLines(file: string, start: number, firstLine: number): Generator<Result> {
  let line = firstLine;
  for (const text of lines(file, start)) {
    line += 1;
    if (text === "]") return;
    try {
      yield JSON.parse(text.endsWith(",") ? text.slice(0, -1) : text) as Result;
    } catch {
      throw new InputError("is damaged: this line is no result", { file, line });
    }
  }
  throw new InputError("is damaged: it ends within its results", { file, line });
}

function* lines(file: string, start: number): Generator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks(file, start)) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([rest, chunk.subarray(from, end)]).toString("utf8");
      rest = Buffer.alloc(0);
      from = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]);
  }
}

/** The bytes of a file from a place on; a piece is good until the next is asked for. */
function* chunks(file: string, start: number): Generator<Buffer> {
  const fd = openSync(file, "r");
  try {
    const chunk = Buffer.allocUnsafe(CHUNK);
    for (let at = start; ; ) {
      const read = readSync(fd, chunk, 0, CHUNK, at);
      if (read === 0) return;
      yield chunk.subarray(0, read);
      at += read;
    }
  } finally {
    closeSync(fd);
  }
}

const LISTS = [
  "inputs",
  "profiles",
  "controls",
  "rules",
  "exceptions",
  "exceptionFindings",
  "attestations",
  "attestationFindings",
] as const;
const RECORDS = ["tool", "population.excluded", "summary.results", "summary.failures", "summary.excepted"] as const;

/** Not the whole of the schema: what no assessment lacks, so that something else is not taken for one. */
function checkHead(head: AssessmentHead, file: string): void {
  if (head?.schema !== "konductor/assessment/1")
    throw new InputError("is no assessment that `konductor assess` wrote", { file });
  const missing = LISTS.find((key) => !Array.isArray(head[key])) ?? RECORDS.find((path) => !isObject(at(head, path)));
  if (missing !== undefined)
    throw new InputError("is damaged: this part of an assessment is missing", { file, path: missing });
}

function checkResult(result: Result, index: number, file: string): void {
  const texts = [result?.rule, result?.urn, result?.type];
  const fine =
    texts.every((one) => typeof one === "string") &&
    Number.isInteger(result.input) &&
    VERDICTS.includes(result.verdict) &&
    Array.isArray(result.observations) &&
    Array.isArray(result.companions);
  if (!fine) throw new InputError("is damaged: this is no result", { file, path: `results[${index}]` });
}

/** What stands at a path of keys; undefined where one is missing. */
function at(value: unknown, path: string): unknown {
  return path.split(".").reduce((from, key) => (isObject(from) ? from[key] : undefined), value);
}
