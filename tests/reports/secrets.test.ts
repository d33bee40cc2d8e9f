import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { allRules } from "../../packs/rules.js";
import { formats } from "../../reports/formats.generated.js";
import type { AssessmentDocument } from "../../src/model/index.js";
import { openTarget, TARGETS } from "../../src/monitoring/targets.js";
import { run } from "../src/cli/run.js";
import { registeredParts } from "../support/formats.js";
import { temporaryFolder } from "../support/input-files.js";
import { type Json, ROOT, secret, stackExport, state } from "../support/states.js";

const folder = temporaryFolder();
const TYPES = [...new Set(allRules().flatMap((rule) => rule.types))].sort();

const overview = "https://trust.example.com/overview.json";
const system = folder.write("system.yaml", `certificationPackageOverview: ${overview}\nrequirements: {}\n`);

/** Assesses the stack with every format, into a folder and into a bundle beside it. */
async function assess(name: string, resources: readonly Json[]): Promise<string> {
  const file = folder.write(`${name}.json`, JSON.stringify(stackExport([ROOT, ...resources])));
  const out = join(folder.path, name);
  const key = `${out}.pem`;
  await run(["keygen", key]);
  const { code, stderr } = await run([
    "assess",
    file,
    "--out",
    out,
    "--bundle",
    `${out}.bundle`,
    "--key",
    key,
    "--format",
    Object.keys(formats).join(),
    "--quiet",
    "--profile",
    "fisma-moderate,iso-27001-2022",
    "--system",
    system,
  ]);
  expect(code, stderr).toBe(1);
  return out;
}

function readAssessment(out: string): AssessmentDocument {
  return JSON.parse(readFileSync(join(out, "assessment.json"), "utf8")) as AssessmentDocument;
}

/** The properties of each type that rules ask for, seen on resources that have none. */
async function askedProperties(): Promise<Map<string, readonly string[]>> {
  const { results } = readAssessment(
    await assess(
      "empty",
      TYPES.map((type, i) => state(type, `r${i}`)),
    ),
  );
  const asked = new Map<string, Set<string>>(TYPES.map((type) => [type, new Set(["password", "tags"])]));
  for (const { type, observations } of results)
    for (const { path, urn } of observations) {
      const [property] = /^\w+/.exec(path) ?? [];
      if (urn === undefined && property !== undefined) asked.get(type)?.add(property);
    }
  return new Map([...asked].map(([type, properties]) => [type, [...properties]]));
}

/** All that monitoring is told of a stored assessment, by target. */
function pushed(out: string): [target: string, text: string][] {
  const push = {
    assessment: readAssessment(out),
    digest: "sha256:0",
    at: 0,
    findings: [],
    labels: {},
  };
  const env = { KONDUCTOR_WEBHOOK_KEY: "the key of the webhook" };
  return ["otlp", "prometheus:a.prom", "webhook:https://hooks.example.org"].flatMap((text) => {
    const target = openTarget(text, env);
    if (target.over === "file") return [[text, target.text(push)]];
    return [...target.messages(push)].map(({ body }): [string, string] => [text, body]);
  });
}

test("a secret of a stack is in no file of any format or bundle, and in nothing that monitoring is told", async () => {
  let planted = 0;
  const plant = () => `planted-${planted++}-secret`;
  const asked = await askedProperties();
  const resources = [...asked].flatMap(([type, properties], i) => [
    state(type, `text${i}`, Object.fromEntries(properties.map((name) => [name, secret(plant())]))),
    state(type, `object${i}`, Object.fromEntries(properties.map((name) => [name, secret({ [plant()]: plant() })]))),
    state(type, `leaf${i}`, Object.fromEntries(properties.map((name) => [name, [{ a: secret(plant()) }]]))),
    namedBySecret(type, `named${i}`, plant()),
    state(type, `plain${i}`, {}, { outputs: { arn: arnOf(`plain${i}`) } }),
  ]);
  expect(planted).toBeGreaterThan(200);
  const out = await assess("planted", resources);
  const { results } = readAssessment(out);
  expect(new Set(results.map((one) => one.providerId)).size).toBeGreaterThan(100);
  expect(results.flatMap((one) => one.observations).filter((one) => one.state === "secret").length).toBeGreaterThan(
    200,
  );

  const files = readdirSync(out);
  expect(files).toEqual(expect.arrayContaining((await registeredParts()).map(({ part }) => part.file)));
  for (const file of files) {
    const text = textIn(readFileSync(join(out, file)));
    expect(text.length, file).toBeGreaterThan(100);
    expect(/planted-\d+-secret/.exec(text)?.[0], file).toBeUndefined();
  }
  const bundled = readdirSync(`${out}.bundle`, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(bundled.length).toBeGreaterThan(files.length + 4);
  for (const { parentPath, name } of bundled)
    expect(/planted-\d+-secret/.exec(textIn(readFileSync(join(parentPath, name))))?.[0], name).toBeUndefined();
  const { secrets, resting } = JSON.parse(readFileSync(join(`${out}.bundle`, "run.json"), "utf8"));
  console.log(`secrets: ${planted} planted, ${secrets.readable} taken out, ${resting.length} results rest on them`);
  expect(secrets.readable).toBeGreaterThan(planted);
  const told = pushed(out);
  expect(new Set(told.map(([target]) => target)).size).toBe(Object.keys(TARGETS).length);
  for (const [target, text] of told) {
    expect(text.length, target).toBeGreaterThan(1000);
    expect(/planted-\d+-secret/.exec(text)?.[0], target).toBeUndefined();
  }
});

const arnOf = (name: string) => `arn:aws:sqs:eu-central-1:111122223333:${name}`;

/** Its id and its ARN are made of a name that is kept secret. */
function namedBySecret(type: string, name: string, told: string): Json {
  return state(type, name, { name: secret(told) }, { id: `${told}-1`, outputs: { arn: arnOf(`${told}-1`) } });
}

/** The text of a file, unpacked where it is an archive. */
function textIn(bytes: Buffer): string {
  if (bytes.toString("latin1", 0, 2) !== "PK") return bytes.toString("utf8");
  return Object.values(unzipSync(bytes))
    .map((part) => strFromU8(part))
    .join("\n");
}
