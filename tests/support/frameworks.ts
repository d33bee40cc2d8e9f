/** The catalogues of the checkout as the engine takes them, with a mapping of the test's own. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Control, Disposition, Framework, MappingRow } from "../../src/model/index.js";

const CONTROLS = join(__dirname, "../../controls");

type RawControl = { title: string; baselines?: string[]; withdrawn?: boolean };

function read<T>(...path: string[]): T {
  return parse(readFileSync(join(CONTROLS, ...path), "utf8")) as T;
}

function merged<T>(...folder: string[]): Record<string, T> {
  const files = readdirSync(join(CONTROLS, ...folder)).sort();
  return Object.assign({}, ...files.map((file) => read<Record<string, T>>(...folder, file)));
}

function framework(id: string, rawControls: Record<string, RawControl>, mapping: readonly MappingRow[]): Framework {
  const catalog = read<Omit<Framework["catalog"], "controls"> & { clauses?: Record<string, string> }>(
    id,
    "catalog.yaml",
  );
  const dispositions = merged<Disposition>(id, "dispositions");
  const groupOf = (control: string) => (control.startsWith("A.") ? control.slice(0, 3) : control.slice(0, 2));
  const controls = Object.entries(rawControls).map(
    ([control, raw]): Control => ({
      id: control,
      title: raw.title,
      group: groupOf(control),
      baselines: raw.baselines ?? [],
      related: [],
      methods: [],
      parameters: {},
      ...(dispositions[control] ? { disposition: dispositions[control] } : {}),
    }),
  );
  const moderate = controls.filter((c) => c.disposition && (id.startsWith("iso") || c.baselines.includes("moderate")));
  const profile = id.startsWith("iso")
    ? { id: "iso-27001-2022", title: "ISO/IEC 27001:2022 Annex A", parameters: {} }
    : {
        id: "fisma-moderate",
        title: "FISMA Moderate (SP 800-53B moderate baseline)",
        parameters: { "AU-11_ODP": 365, "CM-07_ODP[03]": "22, 3389", "IA-05_ODP[01]": 90 },
      };
  return {
    catalog: { ...catalog, controls, clauses: clauseTitles(catalog.clauses ?? {}) },
    profiles: [{ ...profile, catalog: id, controls: moderate.map((c) => c.id), excluded: {} }],
    mapping: mapping.filter((row) => row.control in rawControls),
    digests: { catalog: "a".repeat(64), profiles: "b".repeat(64), mapping: "c".repeat(64) },
  };
}

function clauseTitles(clauses: Record<string, string | { title: string }>): Record<string, string> {
  return Object.fromEntries(Object.entries(clauses).map(([id, c]) => [id, typeof c === "string" ? c : c.title]));
}

/** NIST and ISO, each with one profile and those rows of `mapping` that name its controls. */
export function frameworks(mapping: readonly MappingRow[]): Framework[] {
  const nist = merged<RawControl>("nist-800-53-r5", "catalog");
  const iso = read<{ controls: Record<string, RawControl> }>("iso-27001-2022", "catalog.yaml").controls;
  return [framework("nist-800-53-r5", nist, mapping), framework("iso-27001-2022", iso, mapping)];
}
