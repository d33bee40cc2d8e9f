import type { AssessedControl } from "../../../src/model/assessment.js";
import { CLOSED_GROUPS, OPEN_GROUPS } from "../../../src/model/sample.js";
import type { Page } from "./page.js";
import { parameterView } from "./record.js";
import { count, counted } from "./words.js";

/** Places of a sample that are shown at most. */
const DRAWN = 25;

/** What an auditor asks of a control beside its evidence: population, parameters, values of its ODPs, samples. */
export function factsView(page: Page, control: AssessedControl) {
  const { assessment, ruleNumbers, held } = page;
  const rules = [...new Set(control.evidence.map((row) => row.rule))];
  const numbers = rules.map((rule) => ruleNumbers.get(rule)).filter((number) => number !== undefined);
  const groups = [...OPEN_GROUPS, ...CLOSED_GROUPS];
  const inputs = assessment.inputs.flatMap(({ status }, i) => (status === "assessed" ? [i] : []));
  const met = inputs.filter((input) =>
    numbers.some((rule) => groups.some((group) => held.cell(rule, input, group) > 0)),
  );
  const results = Object.values(control.results).reduce((sum, n) => sum + n, 0);
  const { sample } = assessment.parameters;
  return {
    judged: results > 0 ? counted(results, "result") : "",
    ruleCount: counted(rules.length, "rule"),
    stacks: `${count(met.length)} of ${counted(inputs.length, "stack")}`,
    parameters: assessment.parameters.rules
      .filter(({ rule }) => rules.includes(rule))
      .map((one) => parameterView(one, page.stackOf)),
    odp: assessment.parameters.odp
      .filter(({ profile, id }) => profile === control.profile && controlOfOdp(id) === control.id)
      .map(({ id, value }) => ({ id, value: String(value) })),
    seed: sample?.seed ?? "",
    samples: sample === undefined ? [] : numbers.flatMap((number) => sampleView(page, number)),
  };
}

function sampleView({ assessment, anchors }: Page, number: number) {
  const rule = assessment.rules[number];
  const places = rule?.sample ?? [];
  if (rule === undefined || places.length === 0) return [];
  const population = Object.values(rule.results).reduce((sum, n) => sum + n, 0) - rule.results["not-applicable"];
  return [
    {
      rule: rule.id,
      drawn: count(places.length),
      population: counted(population, "resource judged", "resources judged"),
      results: places.slice(0, DRAWN).map((index) => ({ index, href: anchors.result(index) })),
      more: places.length > DRAWN ? count(places.length - DRAWN) : "",
    },
  ];
}

/** `AC-2(3)` of `AC-02(03)_ODP[02]`. */
function controlOfOdp(id: string): string {
  return id.replace(/_ODP.*$/s, "").replace(/(?<=[-(])0+(?=\d)/g, "");
}
