import type { Provenance, StackUpdate, StackUpdates } from "../../src/model/index.js";

/** One with every part. */
export const sampleProvenance: Provenance = {
  actor: "someone",
  repository: "https://github.com/acme/webapp",
  commit: "0123456789abcdef0123456789abcdef01234567",
  branch: "main",
  dirty: true,
  author: "The Author",
  committer: "The Committer",
  pullRequest: { number: "12", url: "https://github.com/acme/webapp/pull/12" },
  build: { system: "GitHub Actions", id: "77", url: "https://github.com/acme/webapp/actions/runs/77/attempts/1" },
};

const failed: StackUpdate = { version: 2, kind: "update", result: "failed", startedAt: "2026-02-01T09:13:00Z" };

export const sampleUpdates: StackUpdates = {
  source: "updates.json",
  digest: `sha256:${"c".repeat(64)}`,
  count: 4,
  made: {
    ...sampleProvenance,
    version: 6,
    kind: "update",
    result: "succeeded",
    startedAt: "2026-03-02T09:13:00Z",
    endedAt: "2026-03-02T09:14:10Z",
    message: "Rotate keys",
    cliVersion: "v3.248.0",
    packNamed: true,
  },
  later: 0,
  versions: [1, 6],
  missing: [[3, 4]],
  failed: [failed],
  packNamed: 1,
  noPackNamed: 2,
};
