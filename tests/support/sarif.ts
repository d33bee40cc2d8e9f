/**
 * What the SARIF 2.1.0 standard and its schema ask of the parts that the report uses: keys, words, references. No package
 * that carries the schema is fit to be a dependency.
 */
import type { Log, Result, Run } from "sarif";

/** The keys that an object of that kind may have, of those that the report has a use for. */
const KEYS: Readonly<Record<string, string>> = {
  log: "$schema version runs",
  run: "tool invocations originalUriBaseIds artifacts results columnKind",
  driver: "name version rules",
  rule: "id shortDescription fullDescription help defaultConfiguration properties",
  result: "ruleId ruleIndex kind level message locations partialFingerprints suppressions properties",
  location: "physicalLocation logicalLocations",
  physicalLocation: "artifactLocation region",
  artifactLocation: "uri uriBaseId index",
  region: "startLine startColumn",
  logicalLocation: "name fullyQualifiedName kind",
  suppression: "kind status justification",
  artifact: "location description hashes",
  invocation: "executionSuccessful arguments toolExecutionNotifications",
  notification: "level message locations associatedRule",
  message: "text",
};

/** Everything that is not as it has to be. */
export function sarifProblems(log: Log): string[] {
  const problems: string[] = [];
  const need = (holds: unknown, what: string) => {
    if (!holds) problems.push(what);
  };
  const keys = (kind: string, value: object | undefined, where: string) => {
    const known = (KEYS[kind] ?? "").split(" ");
    for (const key of Object.keys(value ?? {})) need(known.includes(key), `${where} has ${key}`);
  };
  keys("log", log, "log");
  need(log.version === "2.1.0" && log.runs.length === 1, "version and one run");
  const [run] = log.runs;
  if (!run) return problems;
  keys("run", run, "run");
  keys("driver", run.tool.driver, "driver");
  need(run.tool.driver.name, "driver.name");
  const rules = run.tool.driver.rules ?? [];
  need(new Set(rules.map((rule) => rule.id)).size === rules.length, "ids of rules are unique");
  for (const rule of rules) {
    keys("rule", rule, rule.id);
    need(rule.shortDescription?.text && rule.fullDescription?.text && rule.help?.text, `${rule.id} has texts`);
    need(["error", "warning", "note"].includes(rule.defaultConfiguration?.level ?? ""), `${rule.id} level`);
    need(Number(rule.properties?.["security-severity"]) > 0, `${rule.id} security-severity`);
  }
  for (const invocation of run.invocations ?? []) {
    keys("invocation", invocation, "invocation");
    need(typeof invocation.executionSuccessful === "boolean", "executionSuccessful");
    for (const one of invocation.toolExecutionNotifications ?? []) {
      keys("notification", one, "notification");
      need(one.message.text, "notification text");
      const { index, id } = one.associatedRule ?? {};
      need(index === undefined || rules[index]?.id === id, "associatedRule");
    }
  }
  for (const artifact of run.artifacts ?? []) {
    keys("artifact", artifact, "artifact");
    need(isUri(artifact.location?.uri), `uri ${artifact.location?.uri}`);
  }
  const told = run.results ?? [];
  for (const [i, result] of told.entries()) checkResult(result, `result ${i}`, run, need, keys);
  const suppressed = told.filter((result) => result.suppressions !== undefined).length;
  need(suppressed === 0 || suppressed === told.length, "suppressions of all results or of none");
  return problems;
}

function checkResult(
  result: Result,
  where: string,
  run: Run,
  need: (holds: unknown, what: string) => void,
  keys: (kind: string, value: object | undefined, where: string) => void,
): void {
  const { kind, level, message, locations = [], suppressions = [] } = result;
  keys("result", result, where);
  keys("message", message, where);
  need(message.text, `${where} message`);
  need(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id === result.ruleId, `${where} ruleIndex`);
  need(["pass", "open", "notApplicable", "review", "fail"].includes(kind ?? ""), `${where} kind`);
  need(kind === "fail" ? /^(error|warning|note)$/.test(level ?? "") : level === "none", `${where} level`);
  need(
    Object.values(result.partialFingerprints ?? {}).every((print) => /^[0-9a-f]{32}(:1)?$/.test(print)),
    "prints",
  );
  need(locations.length === 1, `${where} locations`);
  for (const { physicalLocation, logicalLocations = [] } of locations) {
    const { artifactLocation, region } = physicalLocation ?? {};
    keys("physicalLocation", physicalLocation, where);
    keys("artifactLocation", artifactLocation, where);
    keys("region", region, where);
    for (const one of logicalLocations) keys("logicalLocation", one, where);
    need(isUri(artifactLocation?.uri), `${where} uri ${artifactLocation?.uri}`);
    const base = artifactLocation?.uriBaseId;
    need(base === undefined || run.originalUriBaseIds?.[base] !== undefined, `${where} uriBaseId`);
    const artifact = run.artifacts?.[artifactLocation?.index ?? -1];
    need(base !== undefined || artifact?.location?.uri === artifactLocation?.uri, `${where} artifact`);
    need(region === undefined || ((region.startLine ?? 0) > 0 && (region.startColumn ?? 1) > 0), `${where} region`);
  }
  for (const one of suppressions) {
    keys("suppression", one, where);
    need(one.kind === "external" && one.status === "accepted" && one.justification, `${where} suppression`);
  }
}

/** A reference as RFC 3986 writes it, which does not lead upwards. */
function isUri(uri: string | undefined): boolean {
  return (
    uri !== undefined && /^(file:\/\/)?(?:[\w.~!*'()/-]|%[0-9A-F]{2})+$/.test(uri) && !/(^|\/)\.\.(\/|$)/.test(uri)
  );
}
