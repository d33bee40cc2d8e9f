/** What users run in their continuous integration: the action of this repository, and the examples for other systems. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ROOT } from "../e2e/harness/examples.js";
import { parse, steps } from "./action.js";

const text = z.string().min(1);
const name = z.string().regex(/^[A-Za-z_][\w-]*$/);

/** GitHub's metadata of a composite action, as far as its documentation goes; nothing else may stand in it. */
const actionSchema = z.strictObject({
  name: text,
  description: text,
  author: text.optional(),
  branding: z.strictObject({ icon: text, color: text }).optional(),
  inputs: z.record(
    name,
    z.strictObject({
      description: text,
      required: z.boolean().optional(),
      default: z.string().optional(),
      deprecationMessage: text.optional(),
    }),
  ),
  outputs: z.record(name, z.strictObject({ description: text, value: z.string().regex(/^\$\{\{ steps\..* \}\}$/) })),
  runs: z.strictObject({
    using: z.literal("composite"),
    steps: z.array(
      z.union([
        z.strictObject({
          name: text,
          id: name.optional(),
          if: text.optional(),
          shell: z.literal("bash"),
          env: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()).optional(),
          run: text,
        }),
        z.strictObject({
          name: text,
          id: name.optional(),
          if: text.optional(),
          uses: text,
          with: z.record(name, z.string()).optional(),
        }),
      ]),
    ),
  }),
});

const source = readFileSync(join(ROOT, "action.yml"), "utf8");
const action = actionSchema.parse(parse(source));
const SCRIPTS = steps().flatMap((step) => (step.run === undefined ? [] : [[step.name, step.run] as const]));

/** The scripts of the examples for other systems. */
function exampleScripts(): (readonly [string, string])[] {
  const gitlab = parse(readFileSync(join(ROOT, "examples/ci/gitlab/.gitlab-ci.yml"), "utf8")) as {
    konductor: { script: string[]; artifacts: { when: string; reports: { junit: string } } };
  };
  expect(gitlab.konductor.artifacts).toMatchObject({
    when: "always",
    reports: { junit: "konductor-report/junit.xml" },
  });
  const jenkins = readFileSync(join(ROOT, "examples/ci/jenkins/Jenkinsfile"), "utf8");
  const shell = [...jenkins.matchAll(/sh '''\n(.*?)'''/gs)].map(([, script = ""]) => script);
  expect(shell).toHaveLength(1);
  expect(jenkins).toContain("junit testResults: 'konductor-report/junit.xml'");
  return [...gitlab.konductor.script.map((one) => ["gitlab", one] as const), ["jenkins", shell[0] ?? ""] as const];
}

describe("the action", () => {
  test("describes every input and output, and asks for nothing that has no default", () => {
    expect(Object.keys(action.inputs).length).toBeGreaterThan(10);
    for (const input of Object.values(action.inputs)) expect(input.default).toBeDefined();
  });

  test("uses other actions by a release's tag", () => {
    const uses = [...source.matchAll(/^\s+uses: (.*)$/gm)].map(([, one]) => one ?? "");
    expect(uses.length).toBeGreaterThanOrEqual(2);
    for (const one of uses) expect(one).toMatch(/^[\w-]+\/[\w-]+(\/[\w-]+)*@v\d+(\.\d+){0,2}$/);
  });

  test("puts nothing of a caller's into a script: it comes by the environment", () => {
    expect(SCRIPTS.length).toBeGreaterThan(5);
    for (const [, script] of SCRIPTS) expect(script).not.toContain("${{");
  });

  test("uses every input, and only those that it describes; every step that is named in an expression is there", () => {
    const used = new Set([...source.matchAll(/\binputs\.([\w-]+)/g)].map(([, one]) => one));
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort());
    const ids = steps().flatMap(({ id }) => id ?? []);
    const named = [...source.matchAll(/\bsteps\.([\w-]+)\./g)].map(([, one]) => one);
    expect(named.length).toBeGreaterThan(5);
    for (const one of named) expect(ids).toContain(one);
  });

  test("writes to the outputs only what it read of them elsewhere", () => {
    const written = new Set(
      SCRIPTS.flatMap(([, script]) => [...script.matchAll(/echo "(\w+)=/g)].map(([, one]) => one)),
    );
    const read = new Set([...source.matchAll(/\.outputs\.([\w-]+)/g)].map(([, one]) => one));
    for (const one of written) expect(read).toContain(one);
  });

  test("touches only what its files are: those of scripts/ci exist", () => {
    const named = [...source.matchAll(/\$ACTION\/(scripts\/ci\/[\w-]+\.mjs)/g)].map(([, one]) => one ?? "");
    expect([...new Set(named)].map((one) => one.slice("scripts/ci/".length)).sort()).toEqual(
      readdirSync(join(ROOT, "scripts/ci")).sort(),
    );
  });
});

test.each([...SCRIPTS, ...exampleScripts()])("the script of %s is one that bash reads", (_, script) => {
  const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("bash would have said so", () => {
  expect(spawnSync("bash", ["-n"], { input: "if true; then" }).status).not.toBe(0);
});

test("the documentation names every input and output", () => {
  const docs = readFileSync(join(ROOT, "docs/ci.md"), "utf8");
  for (const one of [...Object.keys(action.inputs), ...Object.keys(action.outputs)])
    expect(docs).toContain(`| \`${one}\` |`);
  for (const permission of ["contents: read", "pull-requests: write", "security-events: write"])
    expect(docs).toContain(permission);
});
