import { describe, expect, test } from "vitest";
import { sequenceOf } from "../../../src/engine/updates.js";
import type { StackUpdate } from "../../../src/model/index.js";

const TIME = "2026-03-02T09:13:30.5+00:00";
const update = (version: number, minute: number, more: Partial<StackUpdate> = {}): StackUpdate => ({
  version,
  kind: "update",
  result: "succeeded",
  startedAt: `2026-03-02T09:${String(minute).padStart(2, "0")}:00Z`,
  endedAt: `2026-03-02T09:${String(minute).padStart(2, "0")}:40Z`,
  ...more,
});
const sequence = (updates: readonly StackUpdate[], time: string | undefined = TIME) =>
  sequenceOf({ source: "updates.json", digest: "sha256:0", updates }, time);

describe("the update that made a state", () => {
  test("is the one during which it was written", () => {
    const told = sequence([update(3, 14), update(2, 13), update(1, 12)]);
    expect(told.made?.version).toBe(2);
    expect(told.later).toBe(1);
  });

  test("may have failed, or run still; a preview writes nothing", () => {
    expect(sequence([update(2, 13, { result: "failed" })]).made?.version).toBe(2);
    const { endedAt: _, ...running } = update(2, 13, { result: "in-progress" });
    expect(sequence([running]).made?.version).toBe(2);
    expect(sequence([update(2, 13, { kind: "preview" })])).toMatchObject({ count: 0, failed: [] });
    expect(sequence([update(2, 13, { kind: "preview" })]).made).toBeUndefined();
  });

  test("ends within the second in which it is told to end", () => {
    const end = "2026-03-02T09:13:30Z";
    expect(sequence([update(2, 13, { endedAt: end })], "2026-03-02T09:13:30.999Z").made?.version).toBe(2);
    expect(sequence([update(2, 13, { endedAt: end })], "2026-03-02T09:13:31Z").made).toBeUndefined();
    expect(sequence([update(2, 13)], "2026-03-02T09:13:00Z").made?.version).toBe(2);
    expect(sequence([update(2, 13)], "2026-03-02T09:12:59.999Z").made).toBeUndefined();
  });

  test("is none where the state was written between updates, by several at once, or at a time that is not known", () => {
    expect(sequence([update(2, 12), update(3, 14)]).made).toBeUndefined();
    expect(sequence([update(2, 13), update(3, 13)]).made).toBeUndefined();
    for (const time of ["", "yesterday", "2026-03-02T09:13:30"]) {
      expect(sequence([update(2, 13)], time).made).toBeUndefined();
      expect(sequence([update(2, 13)], time)).not.toHaveProperty("later");
    }
  });
});

describe("the sequence", () => {
  test("names the versions that are missing, in any order of the source, twice told or not", () => {
    const told = sequence([update(9, 9), update(3, 3), update(4, 4), update(4, 4), update(7, 7)]);
    expect(told).toMatchObject({
      count: 5,
      versions: [3, 9],
      missing: [
        [5, 6],
        [8, 8],
      ],
    });
  });

  test("takes a gap of any size", () => {
    expect(sequence([update(1, 1), update(Number.MAX_SAFE_INTEGER, 2)]).missing).toEqual([
      [2, Number.MAX_SAFE_INTEGER - 1],
    ]);
  });

  test("has no versions where the backend numbers none", () => {
    const { version: _, ...plain } = update(1, 13);
    const told = sequence([plain, plain]);
    expect(told).not.toHaveProperty("versions");
    expect(told).toMatchObject({ count: 2, missing: [] });
  });

  test("tells what failed, and which updates named a policy pack; those that cannot tell count for neither", () => {
    const told = sequence([
      update(1, 1, { result: "failed", packNamed: false }),
      update(2, 2, { packNamed: true }),
      update(3, 3),
      update(4, 4, { kind: "refresh", packNamed: false }),
    ]);
    expect(told.failed.map(({ version }) => version)).toEqual([1]);
    expect(told).toMatchObject({ packNamed: 1, noPackNamed: 1 });
  });

  test("of no updates is empty", () => {
    expect(sequence([])).toEqual({
      source: "updates.json",
      digest: "sha256:0",
      count: 0,
      later: 0,
      missing: [],
      failed: [],
      packNamed: 0,
      noPackNamed: 0,
    });
  });
});
