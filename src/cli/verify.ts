import type { KeyObject } from "node:crypto";
import { type CheckedBundle, chainFindings, checkBundle } from "../evidence/bundle/check.js";
import { verifyingKey } from "../evidence/bundle/keys.js";
import type { Manifest } from "../evidence/bundle/manifest.js";
import { counted } from "../model/present.js";
import type { VerifyOptions } from "./commands/verify.js";
import { readText } from "./read-text.js";
import { otherVersion, type Replay, replay, runOf } from "./replay.js";
import { line, type Palette, type Printable, palette, type Terminal, writeLine } from "./terminal.js";

/** Results that rest on secrets, told one by one. */
const MOST_TOLD = 20;

/**
 * `konductor verify DIR...`. Resolves to 1 when something differs, else to 0.
 * @throws InputError when there is no such folder or the key is none
 */
export async function verifyBundles(
  folders: readonly string[],
  options: VerifyOptions,
  terminal: Terminal,
): Promise<number> {
  const key = trustedKey(options, terminal.env);
  const bundles = folders.map((folder) => checkBundle(folder, key));
  const gaps = chainFindings(bundles);
  let differs = false;
  for (const [i, bundle] of bundles.entries()) {
    const colors = palette(terminal.stdout, terminal.env);
    const findings = bundle.findings.map(({ path, text }) => `${path} ${text}`);
    const gap = gaps.get(i);
    if (gap !== undefined) findings.push(gap);
    const told = heading(bundle, { key, alone: i === 0 }, colors);
    if (options.replay && findings.length === 0 && bundle.manifest !== undefined) {
      const again = await replayed(bundle.folder, bundle.manifest, options);
      findings.push(...again.findings);
      told.push(...again.told);
    }
    for (const one of told) writeLine(terminal.stdout, one);
    for (const finding of findings) writeLine(terminal.stdout, line`  ${colors.red("differs:")} ${finding}`);
    if (findings.length === 0)
      writeLine(terminal.stdout, line`  ${colors.green("whole:")} every byte is as it was signed`);
    else differs = true;
  }
  return differs ? 1 : 0;
}

function trustedKey({ key }: VerifyOptions, env: Terminal["env"]): KeyObject | undefined {
  if (key !== undefined) return verifyingKey(readText(key), key);
  const text = env["KONDUCTOR_VERIFYING_KEY"];
  return text === undefined || text === "" ? undefined : verifyingKey(text, "KONDUCTOR_VERIFYING_KEY");
}

function heading(
  { folder, manifest }: CheckedBundle,
  { key, alone }: { key: KeyObject | undefined; alone: boolean },
  colors: Palette,
): Printable[] {
  if (manifest === undefined) return [line`${colors.bold(folder)}`];
  const { sequence, previous, signer, tool, files } = manifest;
  return [
    line`${colors.bold(folder)}: number ${String(sequence)} of its chain, ${counted(files.length, "file")}, made by ${tool.name} ${tool.version}`,
    key === undefined
      ? line`  ${colors.yellow("signer not checked:")} it names the key ${signer.keyid}; give the signer's public key with --key`
      : line`  signed by ${signer.keyid}`,
    ...(alone && previous !== null ? [line`  follows ${previous}, which was not given`] : []),
  ];
}

/** Evaluates again, unless it would be by other rules than those that made the bundle. */
async function replayed(
  folder: string,
  manifest: Manifest,
  { otherVersion: allowed }: VerifyOptions,
): Promise<{ readonly findings: readonly string[]; readonly told: readonly Printable[] }> {
  const run = runOf(folder, manifest);
  const other = otherVersion(run);
  if (other !== undefined && !allowed)
    return { findings: [`not replayed: it ${other}; --other-version replays it nevertheless`], told: [] };
  const again = await replay(folder, manifest, run);
  return {
    findings: again.differences,
    told: [...(other === undefined ? [] : [line`  replayed though it ${other}`]), ...summary(again)],
  };
}

function summary({ run, reports, differences }: Replay): Printable[] {
  const { resting, secrets } = run;
  const lines = differences.length > 0 ? [] : [line`  replayed: ${counted(reports.length, "report")}, byte for byte`];
  const gone = secrets.readable + secrets.encrypted;
  if (gone > 0) lines.push(line`  ${counted(gone, "secret")} taken out of the inputs before sealing`);
  if (resting.length === 0) return lines;
  lines.push(
    line`  ${counted(resting.length, "result")} taken on the signer's word: decided by a secret that is not in the bundle`,
  );
  for (const { result } of resting.slice(0, MOST_TOLD))
    lines.push(line`    ${result.verdict} ${result.rule} ${result.urn}`);
  if (resting.length > MOST_TOLD) lines.push(line`    and ${String(resting.length - MOST_TOLD)} more, in run.json`);
  return lines;
}
