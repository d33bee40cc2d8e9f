/**
 * `npm run bench`: what the budgets of the project are measured with. Prints a table of figures, their ratios to a bare
 * `node -e 0` and to JSON.parse of the same file, and the budgets. Figures depend on the machine; ratios hardly do.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { estate } from "./estate.js";
import { type Cost, measure } from "./process.js";
import { type Row, table } from "./table.js";

const CLI = resolve(__dirname, "..", "dist", "cli.js");
const SIZES = [1_000, 10_000] as const;

interface Sized {
  readonly parse: Cost;
  readonly json: Cost;
  readonly all: Cost;
}

function measureSize(file: string, out: string, runs: number): Sized {
  const assess = [CLI, "assess", file, "--out", out, "--quiet"];
  return {
    parse: measure(["-e", `JSON.parse(require("node:fs").readFileSync(${JSON.stringify(file)}, "utf8"))`], runs),
    json: measure([...assess, "--format", "json"], runs),
    all: measure(assess, runs),
  };
}

/** Judging alone, in a bundle as it is shipped: a loader of TypeScript would add its own code to every function. */
function evaluation(folder: string, runs: number): string {
  const outfile = join(folder, "evaluation.js");
  const define = { "import.meta.url": "__filename" };
  const entryPoints = [join(__dirname, "evaluation.ts")];
  buildSync({ entryPoints, outfile, define, bundle: true, platform: "node", target: "node20", logLevel: "error" });
  const files = SIZES.map((size) => join(folder, `${size}.json`));
  const { status, stdout, stderr } = spawnSync(process.execPath, [outfile, String(runs), ...files], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trimEnd();
}

function main(): void {
  if (!existsSync(CLI)) throw new Error("dist/cli.js is missing: run npm run build first");
  const runs = Number(process.argv[2] ?? 5);
  const folder = mkdtempSync(join(tmpdir(), "konductor-bench-"));
  try {
    const bare = measure(["-e", "0"], runs);
    const version = measure([CLI, "--version"], runs);
    const rows: Row[] = [
      { what: "node -e 0", cost: bare },
      { what: "konductor --version", cost: version, bare },
    ];
    const sized = new Map<number, Sized>();
    for (const size of SIZES) {
      const file = join(folder, `${size}.json`);
      writeFileSync(file, estate(size));
      const out = join(folder, `out-${size}`);
      mkdirSync(out);
      const costs = measureSize(file, out, runs);
      sized.set(size, costs);
      const megabytes = Math.round(statSync(file).size / 1e6);
      const small = size === SIZES[0];
      const { parse } = costs;
      rows.push(
        { what: `JSON.parse, ${size} resources (${megabytes} MB)`, cost: parse, bare },
        {
          what: `assess to JSON, ${size}`,
          cost: costs.json,
          bare,
          parse,
          ...(small ? { seconds: 0.6, megabytes: 250 } : { seconds: 2.5, megabytes: 2 * parse.megabytes }),
        },
        {
          what: `assess to JSON and all reports, ${size}`,
          cost: costs.all,
          bare,
          parse,
          ...(small ? { seconds: 1.0, megabytes: 250 } : {}),
        },
      );
    }
    console.log(table(rows));
    console.log(evaluation(folder, runs));
    const [small, large] = SIZES.map((size) => (sized.get(size) as Sized).json.seconds) as [number, number];
    console.log(`10,000 resources take ${(large / small).toFixed(1)} times as long as 1,000 (budget 12)`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
