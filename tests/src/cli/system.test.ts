import { generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AssessmentDocument } from "../../../src/model/index.js";
import { temporaryFolder } from "../../support/input-files.js";
import { ROOT, stackExport, state } from "../../support/states.js";
import { run } from "./run.js";

const folder = temporaryFolder();
let runs = 0;
const key = state("aws:kms/key:Key", "k", { enableKeyRotation: true, deletionWindowInDays: 30 });
const stack = folder.write("stack.json", JSON.stringify(stackExport([ROOT, key])));
const OVERVIEW = "https://trust.example.com/overview.json";
const SYSTEM = `certificationPackageOverview: ${OVERVIEW}
requirements: {}
indicators:
  KSI-PIY-RES: { status: Implemented }
`;
const system = folder.write("system.yaml", SYSTEM);

async function assess(...args: readonly string[]) {
  const out = join(folder.path, `out-${runs++}`);
  return { out, ...(await run(["assess", stack, "--out", out, ...args])) };
}
const read = (out: string, file = "assessment.json") => JSON.parse(readFileSync(join(out, file), "utf8"));

describe("assess --system", () => {
  it("records the file, its digest and what it says, and writes the record", async () => {
    const { code, out, stderr } = await assess(
      "--format",
      "fedramp",
      "--profile",
      "fisma-moderate",
      "--system",
      system,
    );
    expect([code, stderr]).toEqual([0, ""]);
    const { parameters, system: told } = read(out) as AssessmentDocument;
    expect(parameters.arguments.slice(-2)).toEqual(["--system", system]);
    expect(parameters.digests[`system ${system}`]).toMatch(/^sha256:/);
    expect(told?.indicators).toMatchObject([{ id: "KSI-PIY-RES", status: "Implemented" }]);
    expect(told?.indicatorSet.indicators).toHaveLength(46);
    const record = read(out, "fedramp-sdr.json");
    expect(record.certificationPackageOverviewUri).toBe(OVERVIEW);
    expect(record.securityControls).toHaveLength(287);
    expect(record.keySecurityIndicators).toHaveLength(46);
    expect(readFileSync(join(out, "fedramp-sdr.md"), "utf8")).toContain(OVERVIEW);
  });

  it("is part of no assessment that it was not asked for", async () => {
    const { out } = await assess("--format", "json");
    expect(read(out)).not.toHaveProperty("system");
  });

  it("ends with 2, and no report, for a file that is wrong", async () => {
    const wrong = folder.write(
      "wrong.yaml",
      `certificationPackageOverview: ${OVERVIEW}\nrequirements: {}\nindicators: { KSI-X: {} }\n`,
    );
    const { code, out, stderr } = await assess("--format", "fedramp", "--system", wrong);
    expect(code).toBe(2);
    expect(stderr).toContain('wrong.yaml:3:15: indicators.KSI-X: unknown indicator "KSI-X"');
    expect(existsSync(out)).toBe(false);
  });
});

describe("a bundle", () => {
  it("keeps the system file and the indicators, and makes the same record again", async () => {
    const key = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const bundle = join(folder.path, "bundle");
    const args = ["--profile", "fisma-moderate,iso-27001-2022", "--format", "fedramp,iso-soa", "--system", system];
    const sealed = await run(["assess", stack, "--bundle", bundle, "--key", folder.write("key.pem", key), ...args]);
    expect([sealed.code, sealed.stderr]).toEqual([0, ""]);
    expect(readFileSync(join(bundle, "data/indicators.json"), "utf8")).toContain("KSI-PIY-RES");
    rmSync(system);
    const { code, stdout } = await run(["verify", "--replay", bundle]);
    writeFileSync(system, SYSTEM);
    expect(code).toBe(0);
    expect(stdout).toContain("replayed: 6 reports, byte for byte");
  });
});

describe("a format that does not apply", () => {
  it("is said to need what it needs, and what an earlier run wrote goes away", async () => {
    const out = join(folder.path, "again");
    const again = (...args: readonly string[]) =>
      run(["assess", stack, "--out", out, "--profile", "fisma-moderate", "--format", "fedramp,iso-soa", ...args]);
    const first = await again("--profile", "iso-27001-2022", "--system", system);
    expect(first.stderr).toBe("");
    for (const file of ["fedramp-sdr.json", "soa.html", "soa.xlsx", "soa.csv"])
      expect(existsSync(join(out, file))).toBe(true);
    const second = await again();
    expect(second.code).toBe(0);
    expect(second.stderr).toMatch(
      /^not written: fedramp-sdr\.json needs --system, a file .* and a profile of NIST SP 800-53$/m,
    );
    expect(second.stderr).toMatch(
      /^not written: soa\.csv needs a profile of ISO\/IEC 27001, as --profile iso-27001-2022$/m,
    );
    expect(second.stderr.trim().split("\n")).toHaveLength(5);
    for (const file of ["fedramp-sdr.json", "soa.html", "soa.xlsx", "soa.csv"])
      expect(existsSync(join(out, file))).toBe(false);
    expect((await again("--quiet")).stderr).toBe("");
  });

  it("has 93 rows for a profile of one's own that leaves controls out", async () => {
    const profile = folder.write(
      "iso.yaml",
      "id: ours\ntitle: Ours\ncatalog: iso-27001-2022\ninclude: [A.5.1, A.8.24]\n",
    );
    const tailored = folder.write(
      "tailored.yaml",
      "id: tailored\ntitle: T\ncatalog: iso-27001-2022\nextends: iso-27001-2022\nexclude: { A.7.4: No premises. }\n",
    );
    const { out } = await assess("--format", "iso-soa", "--profile", `${profile},${tailored}`);
    const lines = readFileSync(join(out, "soa.csv"), "utf8").trimEnd().split("\r\n").slice(1);
    const of = (id: string) => lines.filter((line) => line.startsWith(`${id},`));
    expect([of("ours").length, of("tailored").length]).toEqual([93, 93]);
    expect(of("ours").filter((line) => line.includes(",not stated,"))).toHaveLength(91);
    expect(lines).toContain("tailored,A.7.4,Physical security monitoring,no,No premises.,,,,,");
  });
});
