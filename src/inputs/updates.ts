import { withoutEmail } from "../model/ci.js";
import { InputError, instantOf, type StackUpdate, type UpdateHistory } from "../model/index.js";
import { branchName, commitHash, plainLine, present, withoutCredentials } from "../model/told.js";
import { isObject, type JsonObject } from "./json.js";
import { parseBytes, sha256 } from "./read.js";

/**
 * Reads what `pulumi stack history --json` wrote. Its configuration is not looked at, and of the environment only what
 * tells who and when; no credentials come along.
 * @param source the file, or the command whose output it is
 * @throws InputError with the source, and line and column or path in the document
 */
export function readUpdates(bytes: Buffer, source: string): UpdateHistory {
  try {
    return { source, digest: sha256(bytes), updates: updatesIn(bytes) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.message, { ...error.where, file: source });
  }
}

function updatesIn(bytes: Buffer): StackUpdate[] {
  const document = parseBytes(bytes);
  if (!Array.isArray(document))
    throw new InputError("must be a list of updates, as `pulumi stack history --json --page-size 0` writes it");
  return document.map(readUpdate);
}

function readUpdate(update: unknown, index: number): StackUpdate {
  const at = `[${index}]`;
  if (!isObject(update)) throw new InputError("an update must be an object", { path: at });
  const environment = update["environment"] ?? {};
  if (!isObject(environment)) throw new InputError("must be an object", { path: `${at}.environment` });
  const kind = text(update, "kind", at);
  if (kind === undefined) throw new InputError("an update must name its kind", { path: `${at}.kind` });
  return present<StackUpdate>({
    version: version(update["version"], `${at}.version`),
    kind,
    // The CLI leaves out a result that the backend does not tell.
    result: text(update, "result", at) ?? "not told",
    startedAt: time(update, "startTime", at),
    endedAt: time(update, "endTime", at),
    message: text(update, "message", at),
    ...toldBy(environment),
  });
}

/** The keys are those of pulumi/pulumi's backend/updates.go and cmd/pulumi/metadata; older CLIs tell no version and no flags. */
function toldBy(environment: JsonObject) {
  const the = (name: string) => {
    const value = environment[name];
    return typeof value === "string" ? value : undefined;
  };
  const person = (name: string) => plainLine(withoutEmail(the(name)) || the(`${name}.email`));
  const repository = [the("vcs.kind"), the("vcs.owner"), the("vcs.repo")].filter(Boolean).join("/");
  const pullRequest = plainLine(the("ci.pr.number"));
  const system = plainLine(the("ci.system"));
  const cliVersion = plainLine(the("pulumi.version"));
  const dirty = the("git.dirty");
  return {
    repository: withoutCredentials(repository),
    commit: commitHash(the("git.head")),
    branch: branchName(the("git.headName")),
    dirty: dirty === undefined ? undefined : dirty === "true",
    author: person("git.author"),
    committer: person("git.committer"),
    pullRequest: pullRequest === undefined ? undefined : { number: pullRequest },
    build:
      system === undefined
        ? undefined
        : present<NonNullable<StackUpdate["build"]>>({
            system,
            id: plainLine(the("ci.build.number") || the("ci.build.id")),
            url: withoutCredentials(the("ci.build.url")),
          }),
    cliVersion,
    packNamed: cliVersion === undefined ? undefined : the("pulumi.flag.policy-pack") !== undefined,
  };
}

/** Backends of one's own number no updates: they write 0. */
function version(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null || value === 0) return undefined;
  if (Number.isSafeInteger(value) && (value as number) > 0) return value as number;
  throw new InputError("must be the update's number, from 1", { path });
}

function text(update: JsonObject, key: string, at: string): string | undefined {
  const value = update[key] ?? undefined;
  if (value !== undefined && typeof value !== "string") throw new InputError("must be text", { path: `${at}.${key}` });
  return plainLine(value);
}

function time(update: JsonObject, key: string, at: string): string | undefined {
  const written = text(update, key, at);
  if (written === undefined) return undefined;
  const instant = instantOf(written);
  if (instant === undefined) throw new InputError("must be a time as RFC 3339 writes it", { path: `${at}.${key}` });
  return instant;
}
