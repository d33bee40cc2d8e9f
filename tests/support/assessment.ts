/** Assessments for the tests of reports: real catalogues, sketched rules, made-up stacks, judged by the real engine. */
import { placesIn } from "../../packs/places.js";
import { assess } from "../../src/engine/assess.js";
import { buildGraph } from "../../src/graph/index.js";
import type { Assessment, Resource, Stack } from "../../src/model/index.js";
import { frameworks } from "./frameworks.js";
import { sampleAttestations } from "./sample-attestations.js";
import { SAMPLE_DAY, sampleExceptions } from "./sample-exceptions.js";
import { draw, RULED_TYPES, sampleMapping, sampleRules } from "./sample-rules.js";
import { sampleSystem } from "./sample-system.js";

export interface SampleOptions {
  /** Resources of the input, over all stacks. */
  readonly resources?: number;
  readonly stacks?: number;
  /** Stands in names, projects, stacks and paths. */
  readonly hostile?: string;
  /** An input that could not be read is among the inputs. */
  readonly broken?: boolean;
  readonly profiles?: readonly string[];
  /** Some failures are excepted, and some exceptions are worth nothing. */
  readonly exceptions?: boolean;
  /** Some controls are attested or inherited, and some attestations are worth nothing. */
  readonly attestations?: boolean;
}

const OTHER_TYPES = ["aws:ec2/subnet:Subnet", "aws:ec2/routeTable:RouteTable", "kubernetes:core/v1:ConfigMap"];
const NAMES = ["assets", "billing", "checkout", "edge", "ledger", "media", "orders", "search", "sessions", "warehouse"];

/** A realistic assessment; the same options give the same one. */
export function sampleAssessment(options: SampleOptions = {}): Assessment {
  const { resources = 120, stacks = 3, hostile = "", broken = false } = options;
  const each = Math.ceil(resources / stacks);
  const inputs = Array.from({ length: stacks }, (_, i) => {
    const stack = sampleStack(i, Math.min(each, resources - i * each), hostile);
    return {
      name: { path: `exports/${stack.name}${hostile}.json`, digest: `sha256:${String(i).repeat(64).slice(0, 64)}` },
      read: {
        stack,
        format: "stack export",
        time: "2026-03-02T09:14:00Z",
        cliVersion: "v3.248.0",
        notes: i === 1 ? [`a pending operation: creating ${stack.resources[0]?.urn}`] : [],
      },
      graph: buildGraph(stack),
    };
  });
  const error = `deployment.resources[3].urn: a resource has no URN: export the stack again${hostile}`;
  return assess(
    {
      tool: { name: "konductor", version: "0.1.0" },
      frameworks: frameworks(sampleMapping),
      profiles: options.profiles ?? ["fisma-moderate", "iso-27001-2022"],
      rules: sampleRules,
      values: new Map(),
      parameters: {
        arguments: ["assess", ...inputs.map(({ name }) => name.path), "--profile", "fisma-moderate"],
        rules: [{ rule: "aws-kms-deletion-window", parameter: "days", value: 14, origin: `parameters.yaml${hostile}` }],
        digests: {
          "nist-800-53-r5": "a".repeat(64),
          "iso-27001-2022": "b".repeat(64),
          "parameters.yaml": "d".repeat(64),
        },
      },
      crosswalks: [],
      prose: [],
      placesIn,
      system: sampleSystem(hostile),
      ...(options.exceptions ? { exceptions: { set: sampleExceptions(hostile), today: SAMPLE_DAY } } : {}),
      ...(options.attestations ? { attestations: { set: sampleAttestations(hostile), today: SAMPLE_DAY } } : {}),
    },
    broken ? [...inputs, { name: { path: `exports/torn${hostile}.json`, digest: "" }, error }] : inputs,
  );
}

function sampleStack(index: number, size: number, hostile: string): Stack {
  const project = `webapp${hostile}`;
  const name = `${["production", "staging", "development"][index] ?? `region-${index}`}${hostile}`;
  const resources = Array.from({ length: size }, (_, i) => sampleResource(i, project, name, hostile));
  const provider = resources[0]?.urn;
  // What stands in development is of old states, which do not name the provider.
  const managed = index === 2 ? resources : resources.map((one) => ({ ...one, provider }));
  return { organization: "acme", project, name, resources: managed };
}

function sampleResource(index: number, project: string, stack: string, hostile: string): Resource {
  const type =
    index === 0
      ? "pulumi:providers:aws"
      : index % 11 === 10
        ? (OTHER_TYPES[index % 3] ?? "")
        : (RULED_TYPES[index % RULED_TYPES.length] ?? "");
  const name = `${NAMES[draw(`${stack}${index}`) % 10]}-${index}${hostile}`;
  return {
    urn: `urn:pulumi:${stack}::${project}::${type}::${name}`,
    type,
    name,
    // Now and then one that nobody has deployed yet.
    id: index % 13 === 12 ? undefined : `id-${index}`,
    custom: true,
    external: index % 97 === 96,
    deleting: false,
    parent: undefined,
    provider: undefined,
    inputs: index === 0 ? { region: "eu-central-1" } : {},
    outputs: index % 13 === 12 ? {} : outputsOf(type, name, ACCOUNTS[stack] ?? "777788889999"),
    propertyDependencies: {},
    dependencies: [],
    aliases: [],
    sourcePosition: index % 2 === 0 ? `project:///index.ts#${10 + index},${1 + (index % 30)}` : undefined,
  };
}

const ACCOUNTS: Readonly<Record<string, string>> = { production: "111122223333", staging: "444455556666" };

/** ARNs as AWS makes them: some have no region, those of buckets no account either. */
function outputsOf(type: string, name: string, account: string): Resource["outputs"] {
  const [provider, module = ""] = type.split(/[:/]/);
  if (provider !== "aws") return {};
  const place = module === "s3" ? ":" : module === "iam" ? `:${account}` : `eu-central-1:${account}`;
  return { arn: `arn:aws:${module}:${place}:${name}` };
}
