import { count, counted } from "./present.js";
import type { Provenance, StackUpdate, StackUpdates } from "./provenance.js";

/** A name with its value, as every format tells who and when. Not escaped for any format. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Versions that are told one by one; of more only the number. */
const TOLD = 10;

export function provenanceFacts(provenance: Provenance): Fact[] {
  const { actor, repository, commit, branch, dirty, author, committer, pullRequest, build } = provenance;
  const beside = dirty ? " and changes that are not committed" : "";
  return [
    fact("run by", actor),
    fact("repository", repository),
    fact("commit", commit === undefined ? undefined : `${commit}${beside}`),
    fact("branch", branch),
    fact("author", author),
    fact("committer", committer === author ? undefined : committer),
    fact("pull request", pullRequest?.number, pullRequest?.url),
    fact("build", build && [build.system, build.id].filter(Boolean).join(" "), build?.url),
  ].flat();
}

/** The sequence of a stack's updates, and the one that made the state. */
export function updatesFacts(updates: StackUpdates): Fact[] {
  const { made, later, versions, missing, failed, packNamed, noPackNamed } = updates;
  return [
    fact("updates", `${count(updates.count)}${versions ? `, of the versions ${range(versions)}` : ""}`),
    fact("versions missing", versions && (missing.length === 0 ? "none between them" : some(missing.map(range)))),
    fact("failed", failed.length === 0 ? "none" : some(failed.map(updateName))),
    fact("state made by", made ? updateText(made) : UNACCOUNTED),
    fact("updates after it", later === undefined ? undefined : count(later)),
    fact(
      "policy pack",
      packNamed + noPackNamed === 0
        ? undefined
        : `named on the command line of ${count(packNamed)} of ${counted(packNamed + noPackNamed, "update")}`,
    ),
  ].flat();
}

const UNACCOUNTED = "not known: the time of the state falls into none of these updates, or into several";

/** `update 12 (succeeded), ended 2026-03-02T09:14:00Z, commit 0123abc, by Jo, in GitHub Actions 77: its message` */
function updateText(update: StackUpdate): string {
  const { result, endedAt, startedAt, message } = update;
  const time = endedAt === undefined ? startedAt && `began ${startedAt}` : `ended ${endedAt}`;
  const facts = provenanceFacts(update).map(({ name, value }) => `${name} ${value}`);
  const text = [`${updateName(update)} (${result})`, time, ...facts].filter(Boolean).join(", ");
  return message === undefined ? text : `${text}: ${message}`;
}

function updateName({ kind, version, startedAt }: StackUpdate): string {
  return [kind, version ?? startedAt].filter((part) => part !== undefined).join(" ");
}

function range([first, last]: readonly [number, number]): string {
  return first === last ? String(first) : `${first} to ${last}`;
}

function some(texts: readonly string[]): string {
  const rest = texts.length - TOLD;
  return `${texts.slice(0, TOLD).join(", ")}${rest > 0 ? ` and ${count(rest)} more` : ""}`;
}

/** With the page about it, where there is one. */
function fact(name: string, value: string | undefined, page?: string): Fact[] {
  if (value === undefined || value === "") return [];
  return [{ name, value: page === undefined ? value : `${value} (${page})` }];
}
