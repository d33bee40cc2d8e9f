import { CI_SYSTEMS, provenanceOf, type Variables } from "../model/ci.js";
import { InputError, type Provenance } from "../model/index.js";
import { branchName, commitHash, plainLine, present, withoutCredentials } from "../model/told.js";

/** What of a provenance can be said on the command line, and the reading of each. */
const READERS = {
  actor: plainLine,
  repository: withoutCredentials,
  commit: commitHash,
  branch: branchName,
  author: plainLine,
  "pull-request": plainLine,
  "pull-request-url": withoutCredentials,
  "build-system": plainLine,
  build: plainLine,
  "build-url": withoutCredentials,
} as const;
type Key = keyof typeof READERS;
type Pairs = Partial<Record<Key, string>>;

export const PROVENANCE_KEYS = Object.keys(READERS) as readonly Key[];

/**
 * What `--provenance` asks for, each part as KEY=VALUE: what is said by a key comes over what CI tells.
 * @throws InputError when no CI is recognised, or a value is none of its kind
 */
export function provenanceParts(asked: readonly string[], env: Variables): string[] {
  const pairs: Pairs = asked.includes("ci") ? pairsOf(told(env)) : {};
  for (const one of asked.filter((text) => text !== "ci")) {
    const key = PROVENANCE_KEYS.find((name) => one.startsWith(`${name}=`));
    if (key === undefined)
      throw new InputError(`--provenance takes ci, or one of ${PROVENANCE_KEYS.join(", ")} as KEY=VALUE, not "${one}"`);
    const value = READERS[key](one.slice(key.length + 1));
    if (value === undefined) throw new InputError(`--provenance ${key}= is followed by no ${WORDS[key] ?? "text"}`);
    pairs[key] = value;
  }
  return Object.entries(pairsOf(assembled(pairs))).map(([key, value]) => `${key}=${value}`);
}

/** The provenance of which these are the parts. */
export function provenanceOfParts(parts: readonly string[]): Provenance {
  return assembled(
    Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)])),
  );
}

const WORDS: Partial<Record<Key, string>> = {
  commit: "commit: 7 to 64 hexadecimal digits",
  repository: "address or path",
  "pull-request-url": "address",
  "build-url": "address",
};

function told(env: Variables): Provenance {
  const provenance = provenanceOf(env);
  if (provenance !== undefined) return provenance;
  throw new InputError(
    `--provenance ci finds no variables of ${CI_SYSTEMS.join(", ")}; say who and what by --provenance KEY=VALUE`,
  );
}

function pairsOf({ actor, repository, commit, branch, author, pullRequest, build }: Provenance): Pairs {
  return present<Pairs>({
    actor,
    repository,
    commit,
    branch,
    author,
    "pull-request": pullRequest?.number,
    "pull-request-url": pullRequest?.url,
    "build-system": build?.system,
    build: build?.id,
    "build-url": build?.url,
  });
}

function assembled(pairs: Pairs): Provenance {
  const { actor, repository, commit, branch, author } = pairs;
  const { "pull-request": number, "pull-request-url": url, "build-system": system, build: id } = pairs;
  if (number === undefined && url !== undefined)
    throw new InputError("--provenance pull-request-url= needs --provenance pull-request= beside it");
  if (system === undefined && (id ?? pairs["build-url"]) !== undefined)
    throw new InputError("--provenance build= and build-url= need --provenance build-system= beside them");
  return present<Provenance>({
    actor,
    repository,
    commit,
    branch,
    author,
    pullRequest: number === undefined ? undefined : present({ number, url }),
    build: system === undefined ? undefined : present({ system, id, url: pairs["build-url"] }),
  });
}
