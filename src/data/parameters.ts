import { type Framework, InputError, ParameterError, type ParameterValues, type Rule } from "../model/index.js";
import { unknownId } from "./nearest.js";

/** What a `--parameters` file sets, validated. */
export interface ParametersFile {
  readonly file: string;
  /** `sha256:` of the bytes. */
  readonly digest: string;
  readonly values: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** A parameter that is not at its default, and where its value comes from. */
export interface ParameterOrigin {
  readonly rule: string;
  readonly parameter: string;
  readonly value: unknown;
  readonly origin: string;
}

export interface EffectiveParameters {
  /** Complete values by rule id; only rules of which something was set. The others run with their defaults. */
  readonly values: ReadonlyMap<string, ParameterValues>;
  /** By rule, then by parameter. */
  readonly origins: readonly ParameterOrigin[];
  /** Everything that was said, also what something stronger overrode: the weakest first. */
  readonly said: readonly ParameterOrigin[];
}

interface Setting {
  readonly value: unknown;
  readonly origin: string;
}

/**
 * The values that rules run with: the rule's default, over it the ODP values of the chosen profiles (through the
 * `parameters` of the mapping rows of their controls), over them the parameters file.
 * @param profileIds chosen profiles, each one of `frameworks`
 * @throws InputError when two profiles want different values and the file does not decide, or when a value does not fit
 */
export function effectiveParameters(
  rules: readonly Rule[],
  frameworks: readonly Framework[],
  profileIds: readonly string[],
  parametersFile?: ParametersFile,
): EffectiveParameters {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const settings = new Map<string, Map<string, Setting>>();
  const said: ParameterOrigin[] = [];
  const set = (rule: string, parameter: string, setting: Setting) => {
    const known = settings.get(rule);
    if (known) known.set(parameter, setting);
    else settings.set(rule, new Map([[parameter, setting]]));
  };
  const given = (rule: string, parameter: string) => {
    const values = parametersFile?.values.get(rule);
    return values !== undefined && Object.hasOwn(values, parameter);
  };
  for (const { rule: id, parameter, value, origin } of profileSettings(byId, frameworks, profileIds)) {
    const known = settings.get(id)?.get(parameter);
    if (known && !same(known.value, value) && !given(id, parameter)) {
      const both = `${known.origin} says ${show(known.value)}, ${origin} says ${show(value)}`;
      throw new InputError(`rule ${id}: the values of ${parameter} disagree: ${both}; decide in a --parameters file`);
    }
    if (!known) set(id, parameter, { value, origin });
    said.push({ rule: id, parameter, value, origin });
  }
  for (const [id, values] of parametersFile?.values ?? [])
    for (const [parameter, value] of Object.entries(values)) {
      const origin = `file ${parametersFile?.file ?? ""}`;
      set(id, parameter, { value, origin });
      said.push({ rule: id, parameter, value, origin });
    }
  return { ...complete(byId, settings), said };
}

/** What the chosen profiles say, in the order given, each mapping row in turn. */
function* profileSettings(
  rules: ReadonlyMap<string, Rule>,
  frameworks: readonly Framework[],
  profileIds: readonly string[],
): Generator<Setting & { rule: string; parameter: string }> {
  for (const id of profileIds) {
    const framework = frameworks.find((one) => one.profiles.some((profile) => profile.id === id));
    const profile = framework?.profiles.find((one) => one.id === id);
    if (!framework || !profile) {
      const known = frameworks.flatMap((one) => one.profiles.map((other) => other.id));
      throw new InputError(unknownId("profile", id, known));
    }
    const controls = new Set(profile.controls);
    for (const row of framework.mapping) {
      const rule = rules.get(row.rule);
      if (!row.parameters || !rule || !controls.has(row.control)) continue;
      for (const [parameter, odp] of Object.entries(row.parameters)) {
        if (!Object.hasOwn(profile.parameters, odp)) continue;
        const value = coerce(rule, parameter, profile.parameters[odp]);
        yield { rule: rule.id, parameter, value, origin: `${odp} of profile ${id}` };
      }
    }
  }
}

/** An ODP value is one scalar; for a parameter that is a list, text such as "22, 3389" holds its elements. */
function coerce(rule: Rule, parameter: string, value: unknown): unknown {
  const schema = rule.parameters.find((spec) => spec.name === parameter)?.schema;
  if (schema?.["type"] !== "array") return value;
  const items = schema["items"] as { type?: string } | undefined;
  const numeric = items?.type === "integer" || items?.type === "number";
  const parts = typeof value === "string" ? value.split(",").map((part) => part.trim()) : [value];
  return parts.map((part) => (numeric && typeof part === "string" && /^-?\d+(\.\d+)?$/.test(part) ? +part : part));
}

function complete(
  rules: ReadonlyMap<string, Rule>,
  settings: ReadonlyMap<string, ReadonlyMap<string, Setting>>,
): Omit<EffectiveParameters, "said"> {
  const values = new Map<string, ParameterValues>();
  const origins: ParameterOrigin[] = [];
  for (const id of [...settings.keys()].sort()) {
    const rule = rules.get(id);
    const mine = settings.get(id);
    if (!rule || !mine) continue;
    const defaults = rule.parse({});
    const parsed = parse(rule, mine);
    values.set(id, parsed);
    for (const [parameter, { origin }] of [...mine].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const value = parsed[parameter];
      if (!same(value, defaults[parameter])) origins.push({ rule: id, parameter, value, origin });
    }
  }
  return { values, origins };
}

function parse(rule: Rule, settings: ReadonlyMap<string, Setting>): ParameterValues {
  try {
    return rule.parse(Object.fromEntries([...settings].map(([parameter, { value }]) => [parameter, value])));
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    const [parameter] = error.path;
    const setting = settings.get(String(parameter));
    const text = setting ? `${setting.origin} (${show(setting.value)}) does not fit ${parameter}: ` : "";
    throw new InputError(`rule ${rule.id}: ${text}${error.message}`);
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
