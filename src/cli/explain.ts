import { allRules } from "../../packs/rules.js";
import { unknownId } from "../data/nearest.js";
import { type Explanation, InputError, type Rule, type StackTarget } from "../model/index.js";
import type { ExplainOptions } from "./commands/explain.js";
import { explainedFor, settingsText } from "./explain-settings.js";
import { DEFAULT_PROFILE } from "./library.js";
import { printJson } from "./rules.js";
import { line, type Palette, palette, print, type Terminal, writeLine } from "./terminal.js";

/**
 * `konductor explain RULE`: what a rule is set to for a stack, and by whom. `konductor explain URN RULE`: what it says of a
 * resource, and why.
 * @throws InputError when there is no such rule or resource, or layers of equal rank disagree
 */
export async function explain(words: readonly string[], options: ExplainOptions, terminal: Terminal): Promise<number> {
  const urn = words.find((word) => word.startsWith("urn:"));
  const rule = findRule(words.filter((word) => word !== urn));
  if (urn !== undefined) return (await import("./explain-result.js")).explainResult(urn, rule, options, terminal);
  const target = targetOf(options);
  const { explanation, profiles } = await explainedFor(rule, target, options, terminal);
  if (options.json) return printJson({ target, profiles, ...explanation }, terminal);
  if (options.profile === undefined)
    writeLine(terminal.stderr, line`No --profile given: with the values of ${DEFAULT_PROFILE}.`);
  const colors = palette(terminal.stdout, terminal.env);
  for (const one of textOf(rule, target, explanation, colors)) writeLine(terminal.stdout, one);
  return 0;
}

function findRule(words: readonly string[]): Rule {
  const rules = allRules();
  const [id = "", ...more] = words;
  if (more.length > 0)
    throw new InputError(`explain takes one rule id, with or without a URN, and was given ${words.length} other words`);
  const rule = rules.find((one) => one.id === id);
  if (rule) return rule;
  const ids = rules.map((one) => one.id);
  throw new InputError(`${unknownId("rule", id, ids)} (\`konductor rules list\` prints them all)`);
}

/** A stack may be named in full, as Pulumi does: organization/project/stack, or organization/stack. */
function targetOf({ stack = "", project, organization, tag = {} }: ExplainOptions): StackTarget {
  const parts = stack.split("/");
  const named = {
    stack: parts.at(-1) ?? "",
    organization: parts.length > 1 ? parts[0] : undefined,
    project: parts.length === 3 ? parts[1] : undefined,
  };
  if (parts.length > 3 || (parts.length > 1 && parts.includes("")))
    throw new InputError(`"${stack}" names no stack: expected prod, acme/prod or acme/shop/prod`);
  for (const [what, given, inName] of [
    ["project", project, named.project],
    ["organization", organization, named.organization],
  ])
    if (given !== undefined && inName !== undefined && given !== inName)
      throw new InputError(`--stack names the ${what} "${inName}", and --${what} is "${given}"`);
  const owner = organization ?? named.organization;
  return {
    ...(owner === undefined ? {} : { organization: owner }),
    project: project ?? named.project ?? "",
    stack: named.stack,
    tags: tag,
  };
}

function textOf(rule: Rule, target: StackTarget, explanation: Explanation, colors: Palette) {
  const tags = Object.entries(target.tags).map(([key, value]) => `${key}=${value}`);
  const stack = [target.organization, target.project, target.stack].filter((part) => part !== undefined && part !== "");
  const about = stack.length === 0 ? "no stack named" : `stack ${stack.join("/")}`;
  return [
    line`${colors.bold(rule.id)}  ${rule.severity}`,
    print(rule.title),
    line`For: ${[about, ...tags].join(", ")}`,
    ...settingsText(explanation, colors),
  ];
}
