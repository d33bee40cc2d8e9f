import { createHash } from "node:crypto";
import { stringify } from "yaml";
import { dependencies, engines, license } from "../../package.json";
import { PACK_FILE } from "./pack-file.js";
import { type PackPlan, packFile } from "./plan.js";
import { readmeOf } from "./readme.js";

/** What the files of a pack are made of, beside its plan. */
export interface Materials {
  readonly tool: { readonly name: string; readonly version: string };
  /** Of the pack. */
  readonly version: string;
  /** The bundle of all rules. */
  readonly bundle: Uint8Array;
  readonly license: Uint8Array;
  /** `sha256:` of what else the pack is made of, by name. */
  readonly digests?: Readonly<Record<string, string>>;
}

/** The files of a folder by their names. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Only these stand beside the bundle at run time; everything else is in it. */
const DEPENDENCIES = ["@pulumi/policy", "@pulumi/pulumi"] as const;

/**
 * The files of a pack that `pulumi preview --policy-pack` runs and `pulumi policy publish` takes. There is no
 * tsconfig.json, which the TypeScript that comes with Pulumi may not understand, and no script, whose output would be
 * taken for the name of the archive.
 */
export function packFiles(plan: PackPlan, { tool, version, bundle, license: text, digests }: Materials): Files {
  const pack = packFile(plan, tool, { ...digests, bundle: sha256(bundle) });
  const files: [string, Uint8Array | string][] = [
    ["index.js", bundle],
    [PACK_FILE, `${JSON.stringify(pack)}\n`],
    ["PulumiPolicy.yaml", pulumiPolicy(plan)],
    ["README.md", readmeOf(plan)],
    ["LICENSE", text],
  ];
  const names = files.map(([name]) => name);
  files.push(["package.json", `${JSON.stringify(manifest(plan, version, names), undefined, 2)}\n`]);
  return new Map(files.map(([name, content]) => [name, Buffer.from(content)]));
}

function manifest({ name, description }: PackPlan, version: string, files: readonly string[]) {
  return {
    name,
    version,
    description,
    license,
    // A registry of packages is no place for it.
    private: true,
    type: "commonjs",
    main: "index.js",
    files,
    engines,
    dependencies: Object.fromEntries(DEPENDENCIES.map((one) => [one, dependencies[one]])),
  };
}

function pulumiPolicy({ description }: PackPlan): string {
  const project = {
    // A client installs what the pack needs to run and nothing else.
    runtime: { name: "nodejs", options: { production: true } },
    description,
    author: "Konductor",
    license,
  };
  return stringify(project, { lineWidth: 0 });
}

/** One digest over all files: over their digests and names, in the order of the names. */
export function digestOf(files: Files): string {
  const lines = [...files].map(([name, content]) => `${name} ${sha256(content)}\n`);
  return sha256(lines.sort().join(""));
}

export function sha256(content: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
