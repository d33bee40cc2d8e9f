import { describe, expect, it } from "vitest";
import { newKeyPair, signingKey } from "../../../src/evidence/bundle/keys.js";
import { seal, tokensFor } from "../../../src/evidence/bundle/seal.js";
import { OUTPUT_VALUE, SECRET, SIGNATURE, UNKNOWN } from "../../../src/model/index.js";
import { encrypted, secret, stackExport, state } from "../../support/states.js";

const key = signingKey(newKeyPair().privateKey, undefined, "key");
const tokens = tokensFor(key, "sha256:1");
const sealed = (value: unknown) => JSON.parse(seal({ value }, tokens).text).value;
const token = expect.stringMatching(/^sealed:[0-9a-f]{64}$/);

describe("sealing a document", () => {
  it("takes secrets out and leaves the rest as it was, in its order", () => {
    const bucket = state("aws:s3/bucket:Bucket", "b", {
      z: secret("hunter2"),
      a: [1, { k: secret({ user: "root" }) }],
    });
    const document = stackExport([bucket], { secrets_providers: { type: "passphrase", state: { salt: "v1:abc=" } } });
    const before = JSON.stringify(document);
    const { text, readable, encrypted: hidden } = seal(document, tokens);
    expect(JSON.stringify(document)).toBe(before);
    for (const gone of ["hunter2", "root", "v1:abc"]) expect(text).not.toContain(gone);
    expect([readable, hidden]).toEqual([4, 0]);
    const { deployment } = JSON.parse(text);
    expect(deployment.secrets_providers).toEqual({ type: "passphrase" });
    const { inputs, ...rest } = deployment.resources[0];
    expect(Object.keys(inputs)).toEqual(["z", "a"]);
    expect(inputs).toEqual({
      z: { [SIGNATURE]: SECRET, sealed: token },
      a: [1, { k: { [SIGNATURE]: SECRET, sealed: token } }],
    });
    expect(rest).toMatchObject({ urn: bucket.urn, id: "b-id", type: bucket.type, custom: true });
  });

  it("knows secrets in each of their forms", () => {
    expect(sealed(encrypted())).toEqual({ [SIGNATURE]: SECRET, ciphertext: "[secret]" });
    expect(sealed({ [SIGNATURE]: SECRET, value: "hunter2" })).toEqual({ [SIGNATURE]: SECRET, sealed: token });
    const output = { [SIGNATURE]: OUTPUT_VALUE, secret: true, value: "hunter2", dependencies: ["urn"] };
    expect(sealed(output)).toEqual({ [SIGNATURE]: SECRET, sealed: token });
    expect(sealed({ ...output, secret: false })).toEqual({ ...output, secret: false });
    const malformed = { [SIGNATURE]: SECRET, plaintext: "{hunter2" };
    expect(sealed(malformed)).toEqual({ [SIGNATURE]: SECRET, plaintext: "sealed" });
    expect(sealed(secret(`hunter2 ${UNKNOWN}`))).toEqual(secret(UNKNOWN));
    expect(sealed({ [SIGNATURE]: SECRET, ciphertext: "x", sealed: "hunter2" })).toEqual({
      [SIGNATURE]: SECRET,
      ciphertext: "[secret]",
    });
  });

  it("leaves a secret that is empty or blank: it says no more", () => {
    for (const value of ["", " ", null, [], {}]) expect(sealed(secret(value))).toEqual(secret(value));
    for (const value of [false, 0, "0", [null]]) expect(sealed(secret(value))).toMatchObject({ sealed: token });
  });

  it("gives the same value the same token, within one document and under one key", () => {
    const [one, two, three] = sealed([secret("hunter2"), { [SIGNATURE]: SECRET, value: "hunter2" }, secret("hunter3")]);
    expect(one).toEqual(two);
    expect(one).not.toEqual(three);
    const elsewhere = [
      tokensFor(key, "sha256:2"),
      tokensFor(signingKey(newKeyPair().privateKey, undefined, ""), "sha256:1"),
    ];
    for (const other of elsewhere) expect(JSON.parse(seal(secret("hunter2"), other).text)).not.toEqual(one);
  });

  it("takes a long secret out where it stands unmarked as well, and any of an id, but leaves names", () => {
    const long = "correct-horse-battery-staple";
    const document = {
      a: secret({ deep: [long] }),
      b: [long],
      c: `${long}!`,
      id: "x-hunter2",
      urn: long,
      short: "hunter2",
      d: secret("hunter2"),
    };
    const made = JSON.parse(seal(document, tokens).text);
    expect(made.b).toEqual([{ [SIGNATURE]: SECRET, sealed: token }]);
    expect([made.c, made.id]).toEqual([{ [SIGNATURE]: SECRET, sealed: token }, token]);
    expect([made.urn, made.short]).toEqual([long, "hunter2"]);
  });

  it("is not overflown by what a secret holds", () => {
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    expect(sealed({ [SIGNATURE]: SECRET, plaintext: deep })).toEqual({ [SIGNATURE]: SECRET, sealed: token });
  });
});
