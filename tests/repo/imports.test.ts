import { describe, expect, test } from "vitest";
import { type Import, importsOf, sources } from "./sources.js";

interface Zone {
  readonly name: string;
  /** Files of the zone; `$1` and `$2` of the match stand in `may`. The first zone that matches counts. */
  readonly files: RegExp;
  /** What its files may import: files of the project from the root, or packages. */
  readonly may: readonly string[];
  /** Packages of which only types may be imported. */
  readonly types?: readonly string[];
}

const MODEL = "src/model/.*";
/** What the engine needs is pure: no clock, no disk, no network. */
const NODE = "node:(fs|fs/promises|path|url|os|process|stream|stream/promises|readline)";

// Who may import whom, from the bottom to the top; a file may always import its own zone.
const ZONES: readonly Zone[] = [
  // Digests are as pure as the rest.
  { name: "src/model", files: /^src\/model\//, may: [MODEL, "node:crypto"] },
  { name: "src/authoring", files: /^src\/authoring\//, may: ["src/authoring/.*", MODEL, "zod"] },
  { name: "src/graph", files: /^src\/graph\//, may: ["src/graph/.*", MODEL] },
  { name: "src/engine", files: /^src\/engine\//, may: ["src/engine/.*", MODEL] },
  {
    name: "src/data",
    files: /^src\/data\//,
    may: ["src/data/.*", MODEL, "zod", "yaml", "fastest-levenshtein", "picomatch", "node:(fs|path|crypto)"],
  },
  { name: "src/oscal", files: /^src\/oscal\//, may: ["src/oscal/.*", MODEL, "node:crypto"] },
  {
    name: "src/inputs",
    files: /^src\/inputs\//,
    may: ["src/inputs/.*", MODEL, "node:(fs|path|crypto|buffer|zlib)", "tinyglobby"],
  },
  {
    name: "packs/shared",
    files: /^packs\/shared\//,
    may: ["packs/shared/.*", "src/authoring/index.ts", "src/model/index.ts"],
  },
  {
    name: "src/evidence",
    files: /^src\/evidence\//,
    may: ["src/evidence/.*", MODEL, "canonicalize", "node:(fs|path|crypto)"],
  },
  // What is sent is pure; how it is sent is not.
  { name: "src/monitoring/payload", files: /^src\/monitoring\/payload\//, may: ["src/monitoring/payload/.*", MODEL] },
  {
    name: "src/monitoring",
    files: /^src\/monitoring\//,
    may: ["src/monitoring/.*", MODEL, "node:(http|https|zlib|crypto|fs|path|readline)"],
  },
  {
    name: "packs/<provider>/shared",
    files: /^packs\/([a-z]+)\/shared\//,
    may: ["packs/$1/shared/.*", "packs/shared/.*", "src/authoring/index.ts", "src/model/index.ts"],
    types: ["@pulumi/.*"],
  },
  {
    name: "packs/<provider>/tags",
    files: /^packs\/([a-z]+)\/(tags|place)\.ts$/,
    may: ["packs/$1/shared/.*", "packs/shared/.*", "src/model/(index|arn).ts"],
  },
  {
    name: "packs/<provider>/<service>",
    files: /^packs\/([a-z]+)\/([a-z0-9-]+)\//,
    may: ["packs/$1/shared/.*", "packs/shared/.*", "src/authoring/index.ts"],
    types: ["@pulumi/.*"],
  },
  { name: "reports/oscal", files: /^reports\/oscal\//, may: ["reports/oscal/.*", "src/oscal/.*", MODEL] },
  { name: "reports/shared", files: /^reports\/shared\//, may: ["reports/shared/.*", MODEL, "fflate"] },
  {
    name: "reports/<format>",
    files: /^reports\/([a-z0-9-]+)\//,
    may: [
      "reports/$1/.*",
      "reports/shared/.*",
      MODEL,
      "handlebars(/runtime)?",
      "echarts(/.*)?",
      "csv-stringify/sync",
      "node:(fs|path|crypto)",
    ],
    types: ["sarif"],
  },
  { name: "reports registry", files: /^reports\/formats\.generated\.ts$/, may: ["reports/[a-z0-9-]+/render.ts"] },
  {
    name: "packs registry",
    files: /^packs\/(rules|tags|places)(\.generated)?\.ts$/,
    may: ["packs/.*", "src/authoring/index.ts", "src/model/index.ts"],
  },
  {
    name: "packs/index",
    files: /^packs\/index\.ts$/,
    may: ["packs/(rules|tags).ts", "src/crossguard/.*", "src/packaging/(pack-file|environment).ts", MODEL],
  },
  {
    name: "src/packaging",
    files: /^src\/packaging\//,
    may: [
      "src/(packaging|data|model)/.*",
      "src/crossguard/metadata.ts",
      "package.json",
      "picomatch",
      "yaml",
      "zod",
      "node:(fs|path|crypto)",
    ],
    types: ["src/crossguard/.*"],
  },
  {
    name: "src/crossguard",
    files: /^src\/crossguard\//,
    may: ["src/(crossguard|data|engine|graph|model)/.*", "@pulumi/policy", "@pulumi/pulumi(/.*)?", "node:module", NODE],
  },
  {
    name: "src/cli",
    files: /^src\/cli\//,
    may: [
      "src/(cli|data|engine|graph|inputs|evidence|model|monitoring|oscal|packaging)/.*",
      "packs/(rules|tags|places).ts",
      "reports/formats.generated.ts",
      "package.json",
      "commander",
      "picocolors",
      "picomatch",
      "cli-progress",
      "tinyglobby",
      "node:(crypto|child_process)",
      "node:timers/promises",
      NODE,
    ],
  },
];

function zoneOf(file: string): { zone: Zone; match: RegExpExecArray } | undefined {
  for (const zone of ZONES) {
    const match = zone.files.exec(file);
    if (match) return { zone, match };
  }
  return undefined;
}

/** True where one of the patterns of a zone is the whole of the target. */
function allows(patterns: readonly string[], match: RegExpExecArray, target: string): boolean {
  return patterns.some((pattern) => {
    const filled = pattern.replace(/\$(\d)/g, (_, i: string) => match[Number(i)] ?? "");
    return new RegExp(`^${filled}$`).test(target);
  });
}

/** Why an import is not allowed; undefined when it is. */
function problem({ file, target, typeOnly }: Import): string | undefined {
  const found = zoneOf(file);
  if (!found) return `${file} is in no zone`;
  const { zone, match } = found;
  if (allows(zone.may, match, target)) return undefined;
  if (allows(zone.types ?? [], match, target))
    return typeOnly ? undefined : `${file} imports ${target} at run time; ${zone.name} may import its types only`;
  return `${file} imports ${target}; ${zone.name} may import ${[...zone.may, ...(zone.types ?? [])].join(", ")}`;
}

describe("import zones", () => {
  const files = sources("src", "packs", "reports");
  const imports = files.flatMap(importsOf);

  test("saw the project", () => {
    expect(files.length).toBeGreaterThan(80);
    expect(imports.length).toBeGreaterThan(300);
    const seen = new Set(imports.map(({ file }) => zoneOf(file)?.zone.name));
    expect(ZONES.map((zone) => zone.name).filter((name) => !seen.has(name))).toEqual([]);
    expect(imports.filter(({ typeOnly }) => typeOnly).length).toBeGreaterThan(10);
  });

  test("every file is in a zone, and imports what its zone may", () => {
    expect(files.filter((file) => !zoneOf(file))).toEqual([]);
    expect(imports.map(problem).filter((text) => text !== undefined)).toEqual([]);
  });

  test.each([
    ["src/model/stack.ts", "node:fs", false, "src/model may import"],
    ["src/engine/assess.ts", "src/graph/graph.ts", false, "src/engine may import"],
    ["src/engine/assess.ts", "node:fs", false, "src/engine may import"],
    ["packs/aws/s3/bucket.ts", "@pulumi/aws", false, "its types only"],
    ["packs/aws/s3/bucket.ts", "packs/kubernetes/shared/meta.ts", false, "may import packs"],
    ["packs/aws/s3/bucket.ts", "packs/aws/kms/key.ts", false, "may import packs"],
    ["reports/html/render.ts", "reports/markdown/render.ts", false, "may import"],
    ["src/monitoring/payload/otlp.ts", "node:http", false, "src/monitoring/payload may import"],
    ["reports/shared/sheet.ts", "reports/xlsx/render.ts", false, "may import"],
    ["src/strange/file.ts", "zod", false, "is in no zone"],
  ])("would see that %s imports %s", (file, target, typeOnly, expected) => {
    expect(problem({ file, target, typeOnly })).toContain(expected);
  });

  test("types of a provider's SDK are fine", () => {
    expect(problem({ file: "packs/aws/s3/bucket.ts", target: "@pulumi/aws", typeOnly: true })).toBeUndefined();
  });
});
