import { allRules } from "../../packs/rules.js";
import { addException } from "../data/exceptions-edit.js";
import { breaches } from "../engine/index.js";
import { InputError, parseUrn } from "../model/index.js";
import type { ExceptOptions } from "./commands/except.js";
import { readEdited } from "./edited.js";
import { line, type Terminal, writeLine } from "./terminal.js";
import { replaceFile } from "./write.js";

/**
 * `konductor except URN RULES`
 * @throws InputError when the file or the entry is not well-formed, or the approval breaks the policy on exceptions
 */
export async function runExcept(
  urn: string,
  rules: readonly string[],
  options: ExceptOptions,
  terminal: Terminal,
): Promise<number> {
  const { file, id, ...said } = options;
  if (parseUrn(urn) === undefined)
    throw new InputError(
      `"${urn}" is no URN of a resource: it begins with urn:pulumi:, and \`pulumi stack -u\` prints it`,
    );
  const before = readEdited(file, "exceptions");
  const { reason, ticket, compensatingControl, deviation, requestedBy, approvedBy, approvedOn, expires } = said;
  const entry = {
    ...(id === undefined ? {} : { id }),
    rules: [...rules],
    resources: [{ urn: literal(urn) }],
    reason,
    ...(ticket === undefined ? {} : { ticket }),
    ...(compensatingControl === undefined ? {} : { compensatingControl }),
    deviation,
    requestedBy,
    ...(approvedBy === undefined ? {} : { approvedBy }),
    ...(approvedOn === undefined ? {} : { approvedOn }),
    expires,
  };
  const { text, exception, limits } = addException(file, before, entry, allRules());
  const broken = breaches(exception, limits).map(({ message }) => message);
  if (broken.length > 0) throw new InputError(`it would grant nothing, so it was not written: ${broken.join("; ")}`);
  replaceFile(file, text);
  const worth =
    approvedBy === undefined
      ? "a request: it grants nothing until approvedBy and approvedOn stand with it"
      : `approved by ${approvedBy}; it holds up to the end of ${expires} (UTC)`;
  writeLine(terminal.stdout, line`${exception.id} written to ${file}, ${worth}`);
  return 0;
}

/** A name may hold what is a wildcard in a glob; `?` matches it, and next to nothing else. */
function literal(urn: string): string {
  return urn.replaceAll("*", "?");
}
