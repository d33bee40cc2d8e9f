/** Catalogues and entries for tests of attestations files. */
import { createHash } from "node:crypto";
import type { Control, DispositionKind } from "../../../src/model/index.js";

const control = (id: string, disposition?: DispositionKind, withdrawn?: true): Control => ({
  id,
  title: id,
  group: "G",
  baselines: [],
  related: [],
  methods: [],
  parameters: {},
  ...(withdrawn && { withdrawn }),
  ...(disposition && { disposition: { disposition, reason: "Because." } }),
});

const catalog = (id: string, controls: readonly Control[]) => ({
  catalog: {
    id,
    title: id,
    version: "1",
    publisher: "Nobody",
    url: "https://example.org",
    reporting: "satisfaction" as const,
    groups: { G: "Group" },
    controls,
    clauses: {},
  },
});

export const FRAMEWORKS = [
  catalog("demo", [
    control("AC-1", "organisational"),
    control("AC-2", "hybrid"),
    control("AC-2(1)", "technical"),
    control("AC-9", undefined, true),
    control("PE-1", "inherited"),
    control("X-1"),
  ]),
  catalog("other", [control("A.5.1", "organisational"), control("X-1", "organisational")]),
];

export const POLICY = "The policy.\n";
export const POLICY_SHA256 = createHash("sha256").update(POLICY).digest("hex");
