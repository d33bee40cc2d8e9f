import { createPublicKey, verify } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainFindings, checkBundle } from "../../../src/evidence/bundle/check.js";
import { contentOf } from "../../../src/evidence/bundle/folder.js";
import { newKeyPair, signingKey, verifyingKey } from "../../../src/evidence/bundle/keys.js";
import { canonical, MANIFEST, type Manifest, SIGNATURE_FILE } from "../../../src/evidence/bundle/manifest.js";
import { BundleFolder } from "../../../src/evidence/bundle/write.js";
import { temporaryFolder } from "../../support/input-files.js";

const folder = temporaryFolder();
const pair = newKeyPair();
const key = signingKey(pair.privateKey, undefined, "key");
const publicKey = verifyingKey(pair.publicKey, "key.pub");
const tool = { name: "konductor", version: "1.2.3" };
let made = 0;

function bundle(link: Pick<Manifest, "sequence" | "previous"> = { sequence: 1, previous: null }): string {
  const path = join(folder.path, `bundle-${made++}`);
  const writing = new BundleFolder(path);
  writing.put("run.json", "{}");
  writing.put("reports/assessment.json", '{"results":[]}');
  writing.put("inputs/0001.json", "");
  writing.seal({ tool, ...link }, key);
  return path;
}

const textsOf = (path: string, trusted = publicKey) =>
  checkBundle(path, trusted).findings.map((f) => `${f.path} ${f.text}`);

describe("a sealed bundle", () => {
  it("is whole, and the same for the same files and key", () => {
    const [one, two] = [bundle(), bundle()];
    expect(textsOf(one)).toEqual([]);
    expect(contentOf(one)).toEqual({
      files: ["inputs/0001.json", MANIFEST, "reports/assessment.json", "run.json", SIGNATURE_FILE],
      others: [],
    });
    for (const path of contentOf(one).files)
      expect(readFileSync(join(two, path), "utf8")).toBe(readFileSync(join(one, path), "utf8"));
  });

  it("is an in-toto statement in a DSSE envelope that others can verify", () => {
    const path = bundle();
    const { payload, payloadType, signatures } = JSON.parse(readFileSync(join(path, SIGNATURE_FILE), "utf8"));
    const body = Buffer.from(payload, "base64");
    const pae = Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${body.length} `), body]);
    expect(payloadType).toBe("application/vnd.in-toto+json");
    expect(verify(null, pae, createPublicKey(pair.publicKey), Buffer.from(signatures[0].sig, "base64"))).toBe(true);
    const { _type, subject, predicate } = JSON.parse(body.toString());
    expect(_type).toBe("https://in-toto.io/Statement/v1");
    expect(subject.map(({ name }: { name: string }) => name)).toEqual([
      MANIFEST,
      "inputs/0001.json",
      "reports/assessment.json",
      "run.json",
    ]);
    expect(predicate).toEqual({ tool, sequence: 1, previous: null });
  });

  it("shows a change of any byte", { timeout: 120_000 }, () => {
    const path = bundle();
    let changes = 0;
    for (const name of contentOf(path).files) {
      const file = join(path, name);
      const bytes = readFileSync(file);
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ (1 << (at % 8));
        writeFileSync(file, changed);
        changes += 1;
        // With the signer's key and with the one that the bundle names.
        if (checkBundle(path, at % 2 ? publicKey : undefined).findings.length === 0) expect.fail(`${name}: byte ${at}`);
      }
      writeFileSync(file, bytes);
    }
    expect(changes).toBeGreaterThan(1500);
    expect(textsOf(path)).toEqual([]);
  });

  it.each<[string, (path: string) => void, readonly string[]]>([
    ["a file gone", (path) => rmSync(join(path, "run.json")), ["run.json is missing"]],
    ["the manifest gone", (path) => rmSync(join(path, MANIFEST)), ["manifest.json is missing"]],
    ["the signature gone", (path) => rmSync(join(path, SIGNATURE_FILE)), ["signature.dsse.json is missing"]],
    ["a file more", (path) => writeFileSync(join(path, "reports/more.md"), "x"), ["reports/more.md was added"]],
    ["a hidden file more", (path) => writeFileSync(join(path, ".x"), ""), [".x was added"]],
    ["an empty folder more", (path) => mkdirSync(join(path, "reports/more")), ["reports/more was added"]],
    [
      "a file renamed",
      (path) => renameSync(join(path, "run.json"), join(path, "ran.json")),
      ["ran.json was added", "run.json is missing"],
    ],
    [
      "a link for a file",
      (path) => {
        cpSync(join(path, "run.json"), join(folder.path, "elsewhere.json"));
        rmSync(join(path, "run.json"));
        symlinkSync(join(folder.path, "elsewhere.json"), join(path, "run.json"));
      },
      ["run.json was added", "run.json is missing"],
    ],
    [
      "a file cut short",
      (path) => writeFileSync(join(path, "reports/assessment.json"), '{"results":['),
      [expect.stringContaining("reports/assessment.json was changed: its sha256 is ")],
    ],
    [
      "spaces in the manifest",
      (path) => writeFileSync(join(path, MANIFEST), `${readFileSync(join(path, MANIFEST), "utf8")} `),
      ["manifest.json is no manifest, or was changed"],
    ],
    [
      "another manifest",
      (path) => {
        const manifest = JSON.parse(readFileSync(join(path, MANIFEST), "utf8")) as Manifest;
        writeFileSync(join(path, MANIFEST), canonical({ ...manifest, sequence: 2 }));
      },
      ["signature.dsse.json does not sign this manifest"],
    ],
    [
      "a signature that is none",
      (path) => writeFileSync(join(path, SIGNATURE_FILE), "[1]"),
      ["signature.dsse.json is no signature of a bundle"],
    ],
  ])("tells %s", (_, change, expected) => {
    const path = bundle();
    change(path);
    expect(textsOf(path)).toEqual(expected);
  });

  it("tells who else signed it", () => {
    const other = newKeyPair();
    const path = join(folder.path, "other");
    const writing = new BundleFolder(path);
    writing.put("run.json", "{}");
    writing.seal({ tool, sequence: 1, previous: null }, signingKey(other.privateKey, undefined, "other"));
    expect(textsOf(path)).toEqual([
      expect.stringMatching(/^signature.dsse.json is signed by another key, sha256:[0-9a-f]{64}$/),
    ]);
    expect(checkBundle(path).findings).toEqual([]);
  });

  it("is refused where something is already, and leaves nothing when it is not sealed", () => {
    const path = bundle();
    expect(() => new BundleFolder(path)).toThrow("holds something already");
    const writing = new BundleFolder(join(folder.path, "never"));
    writing.put("x", "y");
    writing.discard();
    expect(contentOf(folder.path).files.filter((name) => /never|\.tmp/.test(name))).toEqual([]);
    expect(() => checkBundle(join(folder.path, "never"))).toThrow("is no folder");
  });
});

describe("a chain", () => {
  it("tells a gap, a fork and a wrong order", () => {
    const first = checkBundle(bundle());
    const second = checkBundle(bundle({ sequence: 2, previous: first.digest }));
    const third = checkBundle(bundle({ sequence: 3, previous: second.digest }));
    expect([...chainFindings([first, second, third])]).toEqual([]);
    expect([...chainFindings([first, third])]).toEqual([
      [1, `follows number 2, ${second.digest}; the one before it here is number 1, ${first.digest}`],
    ]);
    expect([...chainFindings([second, first]).keys()]).toEqual([1]);
    const fork = checkBundle(bundle({ sequence: 2, previous: third.digest }));
    expect([...chainFindings([first, fork]).keys()]).toEqual([1]);
  });
});

describe("keys", () => {
  it("are Ed25519 in PEM, and errors hold nothing of them", () => {
    expect(() => signingKey("-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----", undefined, "k")).toThrow(
      /^holds no private key that can be read: expected is an Ed25519 key in PEM; `konductor keygen FILE` makes one$/,
    );
    expect(() => verifyingKey("hunter2", "k")).toThrow("holds no public key");
    expect(() => signingKey(pair.publicKey, undefined, "k")).toThrow("holds no private key");
  });
});
