/** Layers as the loader makes them, for tests that need no file. */
import picomatch from "picomatch";
import type { Config, Layer, Level, LevelSetting, Means, Scope, ValueSetting } from "../../../src/model/index.js";
import { RULES } from "../data/fixture.js";

export const STACK = { organization: "acme", project: "shop", stack: "prod", tags: {} };

/** One control, to which one rule speaks. */
export const CONTEXT = {
  rules: RULES,
  frameworks: [{ catalog: { id: "demo" }, mapping: [{ control: "AC-1", rule: "aws-demo-kept" }] }],
};

export function config(...layers: readonly Layer[]): Config {
  return { layers, digests: {} };
}

type Parts = Partial<Pick<Layer, "name" | "levels" | "values" | "resources" | "select">>;

/** A layer for every stack; its settings get its name and scope. */
export function layer(scope: Scope, { name, levels: some = [], values: more = [], ...rest }: Parts = {}): Layer {
  const named = name === undefined ? {} : { layer: name };
  const mine = <S extends LevelSetting | ValueSetting>(setting: S) => ({
    ...setting,
    origin: { ...setting.origin, ...named, scope },
  });
  return {
    ...(name === undefined ? {} : { name }),
    scope,
    origin: { ...named, scope, file: "k.yaml", line: 1, column: 5 },
    select: rest.select ?? {},
    levels: some.map(mine),
    values: more.map(mine),
    resources: (rest.resources ?? []).map((entry) => ({ ...entry, values: entry.values.map(mine) })),
  };
}

export function levels(by: Means, entries: Readonly<Record<string, Level>>, line = 2): LevelSetting[] {
  return Object.entries(entries).map(([key, level]) => ({
    by,
    key,
    level,
    ...(by === "rule" || by === "glob"
      ? { rules: RULES.map(({ id }) => id).filter((id) => picomatch.isMatch(id, key)) }
      : {}),
    origin: { scope: "defaults", file: "k.yaml", line, column: 7 },
  }));
}

/** Values of aws-demo-kept. */
export function values(entries: Readonly<Record<string, unknown>>, line = 2): ValueSetting[] {
  return Object.entries(entries).map(([parameter, value]) => ({
    by: "rule",
    key: "aws-demo-kept",
    parameter,
    value,
    rules: ["aws-demo-kept"],
    origin: { scope: "defaults", file: "k.yaml", line, column: 7 },
  }));
}
