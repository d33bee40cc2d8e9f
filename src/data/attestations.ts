import {
  type AttestationLimits,
  type AttestationSet,
  addDuration,
  type Control,
  DEFAULT_ATTESTATION_LIMITS,
  type Duration,
  type Framework,
  LONGEST_VALIDITY,
  type LoadedAttestation,
  lastDay,
  parseDuration,
} from "../model/index.js";
import { evidenceProblem } from "./evidence.js";
import { DISK, type Files } from "./files.js";
import { unknownId } from "./nearest.js";
import { Problems } from "./problems.js";
import { type AttestationYaml, attestationsSchema, type InheritanceYaml } from "./schemas.js";
import { conform, type Path, readSource, type Source } from "./source.js";

/** What attestations need to know of the catalogues. */
export type AttestedFramework = Pick<Framework, "catalog">;

/**
 * Reads `--attestations` files, YAML or JSON, strictly, and the files that they name as evidence.
 * @param frameworks every catalogue there is; an attestation may name no other control
 * @throws InputErrors with every problem of every file, each at its line and column
 */
export function loadAttestations(
  paths: readonly string[],
  frameworks: readonly AttestedFramework[],
  files: Files = DISK,
): AttestationSet {
  const problems = new Problems();
  const sources = paths.map((path) => readSource(path, problems, files)).filter((source) => source !== undefined);
  const set = assembleAttestations(sources, frameworks, problems, files);
  problems.throwIfAny();
  return set;
}

/** The attestations of files that have been read; what is wrong goes to `problems`, and is left out. */
export function assembleAttestations(
  sources: readonly Source[],
  frameworks: readonly AttestedFramework[],
  problems: Problems,
  files: Files = DISK,
): AttestationSet {
  const read = sources.flatMap((source) => {
    const data = conform(attestationsSchema, source, problems);
    return data ? [{ source, data }] : [];
  });
  const limits = limitsOf(read, problems);
  const find = controlFinder(frameworks);
  const places = new Map<string, string>();
  const entries: LoadedAttestation[] = [];
  for (const { source, data } of read)
    for (const { list, kind, verb } of LISTS)
      for (const [i, entry] of (data[list] ?? []).entries()) {
        const origin = { file: source.file, line: source.line([list, i]) };
        const found = find(entry.control);
        const wrong = entryProblems(entry, found, limits, source.file, files);
        if (typeof found !== "string") {
          const key = `${kind} ${found.catalog}/${found.control.id}`;
          const taken = places.get(key);
          const text = `${found.control.id} is ${verb} at ${taken}; renew that entry`;
          if (taken === undefined) places.set(key, `${origin.file}:${origin.line}`);
          else wrong.push({ path: ["control"], text });
          if (wrong.length === 0) entries.push(loaded(kind, entry, found, origin));
        }
        problems.add(...wrong.map(({ path, text }) => source.problem([list, i, ...path], text)));
      }
  return { entries, limits, digests: Object.fromEntries(sources.map(({ file, digest }) => [file, digest])) };
}

/** What is wrong with an entry though each of its values is well-formed. */
function entryProblems(
  { evidence = [], attestedOn, validFor }: AttestationYaml | InheritanceYaml,
  found: Found | string,
  limits: AttestationLimits,
  file: string,
  files: Files,
): { readonly path: Path; readonly text: string }[] {
  const validity = validityProblem(attestedOn, validFor, limits.validFor);
  return [
    ...(typeof found === "string" ? [{ path: ["control"], text: found }] : []),
    ...(validity === undefined ? [] : [{ path: ["validFor"], text: validity }]),
    ...evidence.flatMap((one, i) => {
      const problem = evidenceProblem(file, one, files);
      return problem === undefined ? [] : [{ path: ["evidence", i, problem.key], text: problem.text }];
    }),
  ];
}

const LISTS = [
  { list: "attestations", kind: "attestation", verb: "attested" },
  { list: "inherited", kind: "inheritance", verb: "inherited" },
] as const;

interface Read {
  readonly source: Source;
  readonly data: ReturnType<typeof attestationsSchema.parse>;
}

function limitsOf(read: readonly Read[], problems: Problems): AttestationLimits {
  let from: { readonly file: string; readonly value: AttestationLimits } | undefined;
  for (const { source, data } of read) {
    if (data.limits === undefined) continue;
    if (from) {
      problems.add(source.problem(["limits"], `limits stand in ${from.file} already; keep them in one file`, "key"));
      continue;
    }
    const { validFor = DEFAULT_ATTESTATION_LIMITS.validFor } = data.limits;
    if (exceeds(validFor, LONGEST_VALIDITY))
      problems.add(source.problem(["limits", "validFor"], `${LONGEST_VALIDITY} is the most`));
    from = { file: source.file, value: { ...DEFAULT_ATTESTATION_LIMITS, ...data.limits } };
  }
  return from?.value ?? DEFAULT_ATTESTATION_LIMITS;
}

/** Limits are compared over leap years, so that a year may be written as its days. */
const LEAP_YEAR = "2024-01-01";

function exceeds(duration: string, most: string, from = LEAP_YEAR): boolean {
  const [end, limit] = [duration, most].map((text) => addDuration(from, parsed(text)));
  return limit !== undefined && (end === undefined || end > limit);
}

function validityProblem(attestedOn: string, validFor: string, most: string): string | undefined {
  if (exceeds(validFor, most, attestedOn))
    return `${validFor} is too long: ${most} is the most (limits.validFor sets it, up to ${LONGEST_VALIDITY})`;
  return lastDay(attestedOn, parsed(validFor)) === undefined ? "runs beyond the year 9999" : undefined;
}

function parsed(duration: string): Duration {
  const value = parseDuration(duration);
  if (value === undefined) throw new Error(`${duration} was not checked`);
  return value;
}

interface Found {
  readonly catalog: string;
  readonly control: Control;
}

/** Finds a control by its id, or by `catalogue/id`; gives what is wrong where there is none to attest. */
function controlFinder(frameworks: readonly AttestedFramework[]): (name: string) => Found | string {
  const byName = new Map<string, Found[]>();
  for (const { catalog } of frameworks)
    for (const control of catalog.controls)
      for (const name of [control.id, `${catalog.id}/${control.id}`]) {
        const same = byName.get(name);
        if (same) same.push({ catalog: catalog.id, control });
        else byName.set(name, [{ catalog: catalog.id, control }]);
      }
  return (name) => {
    const [found, ...others] = byName.get(name) ?? [];
    if (found === undefined) {
      const known = [...byName.keys()].filter((one) => name.includes("/") === one.includes("/"));
      return `${unknownId("control", name, known)} (\`konductor controls list\` prints them all)`;
    }
    if (others.length > 0) {
      const full = [found, ...others].map(({ catalog, control }) => `${catalog}/${control.id}`);
      return `"${name}" stands in several catalogues; write one of ${full.join(", ")}`;
    }
    return found.control.withdrawn ? `control ${found.control.id} is withdrawn: nothing is left to attest` : found;
  };
}

function loaded(
  kind: LoadedAttestation["kind"],
  { evidence = [], ...entry }: AttestationYaml | InheritanceYaml,
  { catalog, control }: Found,
  origin: LoadedAttestation["origin"],
): LoadedAttestation {
  const expires = lastDay(entry.attestedOn, parsed(entry.validFor));
  const { disposition } = control.disposition ?? {};
  return {
    kind,
    catalog,
    ...entry,
    control: control.id,
    evidence,
    expires,
    origin,
    ...(disposition === undefined ? {} : { disposition }),
  } as LoadedAttestation;
}
