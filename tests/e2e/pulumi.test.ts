/** The previews of the examples in the real CLI, which have to say what the harness says. */
import { describe, expect, test } from "vitest";
import { previewWithCli, pulumiVersion } from "./harness/cli.js";
import { examples, runExample } from "./harness/examples.js";

const version = pulumiVersion();
if (version === undefined) {
  const count = examples().length;
  console.warn(
    `\nNOT TESTED with the real CLI: there is no pulumi on PATH, ${count} tests are skipped and counted as such.\n`,
  );
}

interface Told {
  readonly policy: string;
  readonly level: string;
  readonly urn: string;
}

const lines = (violations: readonly Told[]) =>
  violations.map(({ policy, level, urn }) => `${policy} ${level} ${urn}`).sort();

describe(`pulumi ${version ?? "(not on PATH)"}`, () => {
  test.skipIf(version === undefined).each(examples().map((one) => [`${one.name} ${one.variant}`, one] as const))(
    "%s: a preview in the real CLI tells what the harness tells",
    async (_, example) => {
      const cli = await previewWithCli(example);
      const harness = await runExample(example, "preview");
      expect(lines(cli)).toEqual(lines(harness.violations));
    },
    300_000,
  );
});
