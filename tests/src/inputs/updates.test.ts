import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readUpdates } from "../../../src/inputs/index.js";
import { InputError } from "../../../src/model/index.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const read = (document: unknown) => readUpdates(Buffer.from(JSON.stringify(document)), "updates.json").updates;

/** As CLI 3.248 writes it in a pull request. */
const UPDATE = {
  version: 4,
  kind: "update",
  startTime: "2026-03-02T09:13:00.000Z",
  message: "Rotate keys\n\nfor the auditors",
  environment: {
    "ci.build.id": "1077",
    "ci.build.number": "77",
    "ci.build.url": "https://user:hunter2@github.com/acme/shop/actions/runs/1077?token=hunter2",
    "ci.pr.number": "12",
    "ci.system": "GitHub",
    "exec.kind": "cli",
    "git.author": "The Author",
    "git.author.email": "author@example.com",
    "git.committer": "",
    "git.committer.email": "noreply@example.com",
    "git.dirty": "true",
    "git.head": COMMIT,
    "git.headName": "refs/heads/keys",
    "pulumi.env.PULUMI_ACCESS_TOKEN": "hunter2",
    "pulumi.flag.policy-pack": "set",
    "pulumi.version": "v3.248.0",
    "vcs.kind": "github.com",
    "vcs.owner": "acme",
    "vcs.repo": "shop",
  },
  config: { "aws:region": { value: "hunter2", secret: false }, "shop:password": { value: "hunter2", secret: true } },
  result: "succeeded",
  endTime: "2026-03-02T09:14:00.000Z",
  resourceChanges: { same: 3 },
};

describe("an update", () => {
  test("is told with who, what and when, and nothing of its configuration", () => {
    const [update] = read([UPDATE]);
    expect(update).toEqual({
      version: 4,
      kind: "update",
      result: "succeeded",
      startedAt: "2026-03-02T09:13:00Z",
      endedAt: "2026-03-02T09:14:00Z",
      message: "Rotate keys",
      repository: "github.com/acme/shop",
      commit: COMMIT,
      branch: "keys",
      dirty: true,
      author: "The Author",
      committer: "noreply@example.com",
      pullRequest: { number: "12" },
      build: { system: "GitHub", id: "77", url: "https://github.com/acme/shop/actions/runs/1077" },
      cliVersion: "v3.248.0",
      packNamed: true,
    });
    expect(JSON.stringify(update)).not.toContain("hunter2");
  });

  test("needs little: backends of one's own number nothing, old CLIs tell no flags, one that runs has no end", () => {
    const bare = { version: 0, kind: "refresh", startTime: "2026-03-02T09:13:00.000Z", result: "in-progress" };
    expect(read([bare])).toEqual([{ kind: "refresh", result: "in-progress", startedAt: "2026-03-02T09:13:00Z" }]);
    expect(read([{ kind: "rename", environment: null, endTime: null, future: [1] }])).toEqual([
      { kind: "rename", result: "not told" },
    ]);
    expect(
      read([{ ...UPDATE, environment: { "pulumi.version": "v3.1.0", "git.head": 7, "git.author": ["x"] } }])[0],
    ).toMatchObject({ cliVersion: "v3.1.0", packNamed: false });
    expect(read([])).toEqual([]);
  });

  test("may be compressed; the digest is that of the bytes as given", () => {
    const plain = Buffer.from(JSON.stringify([UPDATE]));
    const packed = readUpdates(gzipSync(plain), "updates.json.gz");
    expect(packed.updates).toEqual(readUpdates(plain, "x").updates);
    expect(packed.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(packed.digest).not.toBe(readUpdates(plain, "x").digest);
  });
});

test.each<[string, string, RegExp]>([
  ["no JSON", '[{"kind": "update",}]', /^updates\.json:1:\d+: not valid JSON/],
  ["an export", '{"version": 3, "deployment": {}}', /^updates\.json: must be a list of updates.*page-size 0/],
  ["nothing", "", /^updates\.json: the file is empty; write it again/],
  ["a list of texts", '["hunter2"]', /^updates\.json: \[0\]: an update must be an object$/],
  ["no kind", '[{"version": 1}]', /^updates\.json: \[0\]\.kind: an update must name its kind$/],
  ["a kind of another type", '[{"kind": 7}]', /\[0\]\.kind: must be text$/],
  [
    "a version as text",
    '[{"kind": "update", "version": "hunter2"}]',
    /\[0\]\.version: must be the update's number, from 1$/,
  ],
  ["a version below 0", '[{"kind": "update", "version": -1}]', /\[0\]\.version/],
  ["a broken version", '[{"kind": "update", "version": 1.5}]', /\[0\]\.version/],
  [
    "a time that is none",
    '[{"kind": "update", "startTime": "hunter2"}]',
    /\[0\]\.startTime: must be a time as RFC 3339 writes it$/,
  ],
  [
    "an environment that is a list",
    '[{"kind": "a"}, {"kind": "b", "environment": []}]',
    /\[1\]\.environment: must be an object$/,
  ],
])("%s is refused with its place, and none of the text is repeated", (_, text, says) => {
  let error: unknown;
  try {
    readUpdates(Buffer.from(text), "updates.json");
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).located).toMatch(says);
  expect((error as InputError).located).not.toContain("hunter2");
});
