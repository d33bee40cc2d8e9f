/**
 * Scaffolds a rule: its declaration, its table of cases and its mapping lines, in files of its own.
 *
 *   npm run new-rule -- aws/sqs/queue aws-sqs-encrypted --type aws:sqs/queue:Queue --control SC-28 --control A.8.24
 *
 * `--root DIR` writes into another checkout.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isMap, isSeq, parseDocument } from "yaml";

const USAGE =
  "npm run new-rule -- PROVIDER/SERVICE/RESOURCE RULE-ID --type TYPE-TOKEN [--control ID]... [--property NAME] [--root DIR]";

/** What was asked for cannot be made; the message says what to change. */
class ScaffoldError extends Error {}

interface Request {
  readonly provider: string;
  readonly service: string;
  readonly resource: string;
  readonly id: string;
  readonly type: string;
  readonly property: string;
  readonly controls: readonly string[];
  readonly root: string;
}

function request(args: readonly string[]): Request {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      type: { type: "string" },
      property: { type: "string", default: "enabled" },
      control: { type: "string", multiple: true, default: [] },
      root: { type: "string", default: resolve(__dirname, "..") },
    },
  });
  const [place, id] = positionals;
  const parts = /^([a-z0-9]+)\/([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(place ?? "");
  if (!parts || id === undefined || values.type === undefined) throw new ScaffoldError(USAGE);
  const [, provider = "", service = "", resource = ""] = parts;
  const prefix = provider === "kubernetes" ? "k8s" : provider;
  if (!new RegExp(`^${prefix}(-[a-z0-9]+)+$`).test(id)) {
    throw new ScaffoldError(
      `"${id}" is no rule id: it starts with ${prefix}- and has lower-case words joined by hyphens`,
    );
  }
  if (!/^[a-z-]+:[^:]+:\w+$/.test(values.type)) {
    throw new ScaffoldError(`"${values.type}" is no type token such as aws:s3/bucket:Bucket`);
  }
  return {
    provider,
    service,
    resource,
    id,
    type: values.type,
    property: values.property,
    controls: values.control,
    root: values.root,
  };
}

/** `queue` → `queue`, `security-group` → `securityGroup`. */
function camel(words: string): string {
  return words.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The SDK's args type of a token: `aws:sqs/queue:Queue` → `aws.sqs.QueueArgs`. */
function argsType({ provider, type }: Request): { imports: string; name: string } {
  const [, module = "", name = ""] = type.split(":");
  if (provider === "kubernetes") {
    const [group = "", version = ""] = module.split("/");
    return {
      imports: 'import type { types } from "@pulumi/kubernetes";',
      name: `types.input.${group.split(".")[0]}.${version}.${name}`,
    };
  }
  return {
    imports: `import type * as ${provider} from "@pulumi/${provider}";`,
    name: `${provider}.${module.split("/")[0]}.${name}Args`,
  };
}

function ruleText(r: Request): string {
  const sdk = argsType(r);
  const variable = camel(r.resource);
  const condition = camel(r.id.split("-").slice(2).join("-"));
  return `${sdk.imports}
import { kind, rule } from "../../../src/authoring/index.js";

const ${variable} = kind<${sdk.name}>({
  name: "${r.resource.replaceAll("-", " ")}",
  types: ["${r.type}"],
});

export const ${condition === variable ? `${condition}Rule` : condition} = rule({
  id: "${r.id}",
  title: "Say what holds of a compliant ${r.resource.replaceAll("-", " ")}",
  severity: "medium",
  resource: ${variable},
  rationale: "Say why a violation matters.",
  remediation: "Set ${r.property} to true.",
  limits: "Say what the rule does not see.",
  check: (subject) => subject.get("${r.property}").is(true),
});
`;
}

function testText(r: Request): string {
  const condition = camel(r.id.split("-").slice(2).join("-"));
  const name = condition === camel(r.resource) ? `${condition}Rule` : condition;
  return `import { ${name} } from "../../../../packs/${r.provider}/${r.service}/${r.resource}.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const subject = (props: Record<string, unknown>) => [resource("${r.type}", "subject", props)];

testRule(${name}, {
  compliant: [{ name: "set", stack: subject({ ${r.property}: true }), at: ["${r.property}"] }],
  violating: [{ name: "not set so", stack: subject({ ${r.property}: false }), at: ["${r.property}"] }],
  unknown: [{ name: "not known", stack: subject({ ${r.property}: unknown }), at: ["${r.property}"] }],
  absent: [{ name: "left out", verdict: "fail", stack: subject({}), at: ["${r.property}"] }],
  odd: [{ name: "an object instead", verdict: "undetermined", stack: subject({ ${r.property}: {} }), at: ["${r.property}"] }],
});
`;
}

/** Adds a line to the mapping of each control's catalogue; comments and order of the file are kept. */
function addMapping(r: Request, control: string): string {
  const catalog = readdirSync(join(r.root, "controls")).find((name) => knows(join(r.root, "controls", name), control));
  if (catalog === undefined) throw new ScaffoldError(`no catalogue under controls/ has a control "${control}"`);
  const file = join(r.root, "mappings", catalog, `${r.provider}.yaml`);
  const text = existsSync(file)
    ? readFileSync(file, "utf8")
    : `catalog: ${catalog}\nprovider: ${r.provider}\ncontrols: {}\n`;
  const document = parseDocument(text);
  const row = document.createNode({
    rule: r.id,
    coverage: "supporting",
    because: `Say why a pass of this rule speaks to ${control}.`,
  });
  if (isMap(row)) row.flow = true;
  const rows = document.getIn(["controls", control]);
  if (isSeq(rows)) rows.add(row);
  else document.setIn(["controls", control], document.createNode([row]));
  const controls = document.get("controls");
  if (isMap(controls)) controls.flow = false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, document.toString({ lineWidth: 0, flowCollectionPadding: true }));
  return file;
}

function knows(folder: string, control: string): boolean {
  const files = [join(folder, "catalog.yaml")];
  if (existsSync(join(folder, "catalog")))
    files.push(...readdirSync(join(folder, "catalog")).map((f) => join(folder, "catalog", f)));
  const line = new RegExp(`^\\s*${control.replace(/[.()]/g, "\\$&")}:`, "m");
  return files.some((file) => existsSync(file) && line.test(readFileSync(file, "utf8")));
}

function write(root: string, file: string, text: string): string {
  const path = join(root, file);
  if (existsSync(path))
    throw new ScaffoldError(`${file} exists already: add the rule to it by hand, beside its neighbours`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function main(): void {
  const r = request(process.argv.slice(2));
  const published = join(r.root, "tests/repo/rule-ids.json");
  if (existsSync(published) && readFileSync(published, "utf8").includes(`"${r.id}"`))
    throw new ScaffoldError(`the id "${r.id}" is taken`);
  const files = [
    write(r.root, `packs/${r.provider}/${r.service}/${r.resource}.ts`, ruleText(r)),
    write(r.root, `tests/packs/${r.provider}/${r.service}/${r.resource}.test.ts`, testText(r)),
    ...r.controls.map((control) => addMapping(r, control)),
  ];
  execFileSync(process.execPath, [require.resolve("tsx/cli"), join(r.root, "scripts/generate.ts")], {
    stdio: "inherit",
  });
  for (const file of new Set(files)) console.log(file);
  console.log("Fill in the texts and the condition, then: npx vitest run tests/packs");
}

try {
  main();
} catch (error) {
  if (!(error instanceof ScaffoldError) && !(error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exit(2);
}
