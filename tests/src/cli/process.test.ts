import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/input-files.js";
import { ROOT, stackExport, state } from "../../support/states.js";

const folder = temporaryFolder();
const TSX = pathToFileURL(require.resolve("tsx")).href;
const MAIN = join(__dirname, "../../../src/cli/main.ts");

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a process of its own. `head` closes its standard output after the first piece. */
async function konductor(
  args: readonly string[],
  { input = "", head = false, cwd = folder.path } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", TSX, MAIN, ...args], { stdio: "pipe", cwd });
  let stdout = "";
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += chunk));
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
    if (head) child.stdout.destroy();
  });
  child.stdin.end(input);
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

const WORDS = "Accounts are managed in the words of this fixture.";
const oscal = {
  catalog: {
    uuid: "00000000-0000-4000-8000-000000000000",
    metadata: { title: "Demo prose", version: "1.0", "oscal-version": "1.1.2" },
    groups: [
      {
        id: "ac",
        title: "Access",
        controls: [{ id: "ac-2", title: "A", parts: [{ name: "statement", prose: WORDS }] }],
      },
    ],
  },
};

const failing = JSON.stringify(stackExport([ROOT, state("aws:kms/key:Key", "k", { enableKeyRotation: false })]));

describe("the process", () => {
  it("reads standard input, writes reports, ends with 1 for findings", async () => {
    const out = join(folder.path, "out");
    const { code, stdout, stderr } = await konductor(["assess", "-", "--out", out, "--format", "json"], {
      input: failing,
    });
    expect(stderr).toBe("No --profile given: assessing against fisma-moderate.\n");
    expect(stdout).toContain("Gate closed");
    expect(stdout).not.toContain("\u001b");
    expect(code).toBe(1);
    expect(JSON.parse(readFileSync(join(out, "assessment.json"), "utf8")).inputs[0].path).toBe("-");
    expect(readdirSync(out)).toEqual(["assessment.json"]);
  });

  it("ends with 2 and no report for bad input and for bad usage", async () => {
    const out = join(folder.path, "none");
    const bad = await konductor(["assess", "-", "--out", out], { input: "{" });
    expect(bad.stderr).toMatch(/-:1:2: .*\n.*no input could be assessed/);
    expect([bad.code, existsSync(out)]).toEqual([2, false]);
    expect((await konductor(["assess", "--out", out])).code).toBe(2);
  });

  it("imports official prose, which then shows in the control and in the assessment", async () => {
    const file = folder.write("oscal.json", JSON.stringify(oscal));
    const missing = await konductor(["controls", "import", "nothing.json"]);
    expect([missing.code, missing.stderr]).toEqual([2, "error: nothing.json: there is no such file; check the path\n"]);
    const { code, stdout } = await konductor(["controls", "import", file]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("Text of 1 control of nist-800-53-r5")]);
    expect((await konductor(["controls", "show", "AC-2"])).stdout).toContain(`Statement\n  ${WORDS}`);
    const out = join(folder.path, "with-prose");
    await konductor(["assess", "-", "--out", out, "--format", "json", "--quiet"], { input: failing });
    const report = JSON.parse(readFileSync(join(out, "assessment.json"), "utf8"));
    expect(report.controls.find((one: { id: string }) => one.id === "AC-2").prose).toEqual({ statement: WORDS });
    expect(report.parameters.digests["prose nist-800-53-r5"]).toMatch(/^sha256:/);
  });

  it("ends with 0 for lists, also when the reader closes the pipe early", async () => {
    const whole = await konductor(["rules", "list", "--json"]);
    expect([whole.code, whole.stderr]).toEqual([0, ""]);
    expect(whole.stdout.length).toBeGreaterThan(65_536);
    const cut = await konductor(["rules", "list", "--json"], { head: true });
    expect([cut.code, cut.stderr]).toEqual([0, ""]);
    expect(cut.stdout.length).toBeLessThan(whole.stdout.length);
  });
});
