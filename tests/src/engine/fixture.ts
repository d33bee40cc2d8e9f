/** A small framework and rules whose verdicts the resources tell, for tests of the engine. */
import { type AssessmentSetup, assess } from "../../../src/engine/index.js";
import { buildGraph } from "../../../src/graph/index.js";
import type {
  Assessment,
  Control,
  DispositionKind,
  Framework,
  MappingRow,
  Outcome,
  Reporting,
  Resource,
  Rule,
  Severity,
  Stack,
  Verdict,
} from "../../../src/model/index.js";

export const TYPE = "demo:index:Thing";
/** Read beside a thing, and never judged by itself. */
export const COMPANION = "demo:index:Beside";

/** A rule on `TYPE` that says what the resource's input of its own id says, and passes without one. */
export function demoRule(id: string, severity: Severity = "medium", type = TYPE): Rule {
  return {
    id,
    title: `Things are ${id}`,
    severity,
    rationale: "Because.",
    remediation: `Make it ${id}.`,
    limits: "It sees little.",
    provider: type.split(":")[0] ?? "",
    types: [type],
    companions: [],
    companionTypes: [COMPANION],
    phase: "resource",
    parameters: [],
    parse: () => ({}),
    evaluate: ({ inputs }): Outcome => {
      const verdict = (inputs[id] ?? "pass") as Verdict;
      const expected = verdict === "fail" ? { expected: "pass" } : {};
      return { verdict, observations: [{ path: id, observed: verdict, ...expected }], companions: [] };
    },
  };
}

export function thing(
  name: string,
  inputs: Readonly<Record<string, Verdict>> = {},
  more: Partial<Resource> = {},
): Resource {
  const type = more.type ?? TYPE;
  return {
    urn: `urn:pulumi:dev::demo::${type}::${name}`,
    type,
    name,
    id: name,
    custom: true,
    external: false,
    deleting: false,
    parent: undefined,
    provider: undefined,
    inputs,
    outputs: inputs,
    propertyDependencies: {},
    dependencies: [],
    aliases: [],
    sourcePosition: undefined,
    ...more,
  };
}

export function row(control: string, rule: string, more: Partial<MappingRow> = {}): MappingRow {
  return { control, rule, coverage: "partial", because: `${rule} shows a part of ${control}`, ...more };
}

export interface DemoOptions {
  readonly id?: string;
  readonly reporting?: Reporting;
  readonly mapping?: readonly MappingRow[];
  /** Control id to its disposition; the group is what stands before the hyphen. */
  readonly controls?: Readonly<Record<string, DispositionKind>>;
  readonly parameters?: Framework["profiles"][number]["parameters"];
}

/** One catalogue with one profile over all its controls. */
export function demoFramework(options: DemoOptions = {}): Framework {
  const { id = "demo", reporting = "satisfaction", mapping = [], controls = { "AC-1": "technical" } } = options;
  const list = Object.entries(controls).map(
    ([control, disposition]): Control => ({
      id: control,
      title: `Control ${control}`,
      group: control.split("-")[0] ?? "",
      baselines: [],
      related: [],
      methods: [],
      parameters: {},
      disposition: { disposition, reason: `${control} is ${disposition}` },
    }),
  );
  const ids = list.map((control) => control.id);
  const { parameters = {} } = options;
  return {
    catalog: {
      id,
      title: `Catalogue ${id}`,
      version: "1",
      publisher: "Nobody",
      url: "https://example.org",
      reporting,
      groups: { AC: "Access", AU: "Audit", ZZ: "Nothing in it" },
      controls: list,
      clauses: {},
    },
    profiles: [{ id: `${id}-all`, title: "All", catalog: id, controls: ids, excluded: {}, parameters }],
    mapping,
    digests: { catalog: "sha256:a", profiles: "sha256:b", mapping: "sha256:c" },
  };
}

export function setup(
  frameworks: readonly Framework[],
  rules: readonly Rule[],
  more: Partial<AssessmentSetup> = {},
): AssessmentSetup {
  return {
    tool: { name: "konductor", version: "0.0.0" },
    frameworks,
    profiles: frameworks.flatMap((one) => one.profiles.map((profile) => profile.id)),
    rules,
    values: new Map(),
    parameters: { arguments: [], rules: [], digests: {} },
    crosswalks: [],
    prose: [],
    ...more,
  };
}

export function stackOf(...resources: readonly Resource[]): Stack {
  return { organization: undefined, project: "demo", name: "dev", resources };
}

/** Assesses stacks as if each had been read from a file. */
export function assessStacks(given: AssessmentSetup, ...stacks: readonly Stack[]): Assessment {
  return assess(
    given,
    stacks.map((stack, i) => ({
      name: { path: `${i}.json`, digest: `sha256:${i}` },
      read: { stack, format: "stack export", notes: [] },
      graph: buildGraph(stack),
    })),
  );
}
