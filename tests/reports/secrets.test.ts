import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { allRules } from "../../packs/rules.js";
import { formats } from "../../reports/formats.generated.js";
import type { AssessmentDocument } from "../../src/model/index.js";
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

test("a secret of a stack is in no file of any format, nor in the bundle", async () => {
  let planted = 0;
  const plant = () => `planted-${planted++}-secret`;
  const asked = await askedProperties();
  const resources = [...asked].flatMap(([type, properties], i) => [
    state(type, `text${i}`, Object.fromEntries(properties.map((name) => [name, secret(plant())]))),
    state(type, `object${i}`, Object.fromEntries(properties.map((name) => [name, secret({ [plant()]: plant() })]))),
    state(type, `leaf${i}`, Object.fromEntries(properties.map((name) => [name, [{ a: secret(plant()) }]]))),
  ]);
  expect(planted).toBeGreaterThan(200);
  const out = await assess("planted", resources);
  const { results } = readAssessment(out);
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
});

/** The text of a file, unpacked where it is an archive. */
function textIn(bytes: Buffer): string {
  if (bytes.toString("latin1", 0, 2) !== "PK") return bytes.toString("utf8");
  return Object.values(unzipSync(bytes))
    .map((part) => strFromU8(part))
    .join("\n");
}
