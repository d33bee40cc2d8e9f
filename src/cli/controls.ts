import { type CompiledData, openData } from "../data/compiled.js";
import { unknownId } from "../data/nearest.js";
import { readProse } from "../data/prose.js";
import { crossings } from "../engine/index.js";
import { type Control, type Framework, InputError, type MappingRow, type Profile } from "../model/index.js";
import type { ControlOptions } from "./commands/controls.js";
import { chooseProfiles } from "./library.js";
import { printJson } from "./rules.js";
import { line, type Printable, pad, palette, print, type Terminal, writeLine } from "./terminal.js";
import { section } from "./text.js";

/** `konductor controls list`: the profiles, or with `--profile` the controls of some. */
export async function listControls({ profile, json }: ControlOptions, terminal: Terminal): Promise<number> {
  const data = openData();
  if (profile === undefined) return listProfiles(data, json === true, terminal);
  const { frameworks, profiles } = await chooseProfiles(data, profile);
  const rows = profiles.flatMap((id) => {
    const framework = frameworks.find((one) => one.profiles.some((other) => other.id === id)) as Framework;
    return controlRows(id, framework);
  });
  if (json) return printJson(rows, terminal);
  const colors = palette(terminal.stdout, terminal.env);
  for (const { profile: id, control, title, disposition, rules } of rows) {
    const prefix = profiles.length > 1 ? line`${pad(id, 24)}  ` : print("");
    const count = rules.length === 0 ? "" : `, ${rules.length} ${rules.length === 1 ? "rule" : "rules"}`;
    writeLine(
      terminal.stdout,
      line`${prefix}${colors.bold(pad(control, 9))}  ${title} ${colors.dim(`(${disposition}${count})`)}`,
    );
  }
  return 0;
}

function listProfiles(data: CompiledData, json: boolean, terminal: Terminal): number {
  const rows = data.frameworks().flatMap(({ catalog, profiles }) =>
    profiles.map(({ id, title, controls }) => ({
      profile: id,
      catalog: catalog.id,
      title,
      controls: controls.length,
    })),
  );
  if (json) return printJson(rows, terminal);
  const colors = palette(terminal.stdout, terminal.env);
  const width = Math.max(...rows.map((row) => row.profile.length));
  for (const row of rows)
    writeLine(
      terminal.stdout,
      line`${colors.bold(pad(row.profile, width))}  ${pad(row.controls, 5, "left")} controls  ${row.title}`,
    );
  writeLine(terminal.stdout, colors.dim("The controls of one: konductor controls list --profile ID"));
  return 0;
}

function controlRows(profile: string, { catalog, mapping, profiles }: Framework) {
  const controls = new Map(catalog.controls.map((control) => [control.id, control]));
  const selected = profiles.find((one) => one.id === profile)?.controls ?? [];
  return selected.map((id) => {
    const control = controls.get(id);
    return {
      profile,
      catalog: catalog.id,
      control: id,
      title: control?.title ?? "",
      disposition: control?.disposition?.disposition ?? "none given",
      reason: control?.disposition?.reason ?? "",
      rules: [...new Set(mapping.filter((row) => row.control === id).map((row) => row.rule))],
    };
  });
}

/**
 * `konductor controls show ID`
 * @throws InputError when no catalogue has the id, or several have it and none is chosen
 */
export async function showControl(asked: string, options: ControlOptions, terminal: Terminal): Promise<number> {
  const data = openData();
  const { framework, control, profiles } = await find(asked, options, data);
  const { catalog, mapping } = framework;
  const rows = mapping.filter((row) => row.control === control.id);
  const crosswalk = crossings(catalog.id, control.id, data.crosswalks());
  const prose = readProse(catalog.id)?.controls[control.id];
  const selecting = profiles.filter((profile) => profile.controls.includes(control.id));
  const values = odpValues(control, selecting);
  if (options.json) {
    const plain = { ...control, catalog: catalog.id, profiles: selecting.map((profile) => profile.id), values };
    return printJson({ ...plain, rules: rows.map(({ control: _, ...row }) => row), crosswalk, prose }, terminal);
  }
  const colors = palette(terminal.stdout, terminal.env);
  const { disposition } = control;
  const lines = [
    line`${colors.bold(control.id)}  ${control.title}`,
    line`${catalog.title}, ${catalog.groups[control.group] ?? control.group}${control.withdrawn === true ? ", withdrawn" : ""}`,
    line`In ${selecting.map((profile) => profile.id).join(", ") || "no profile"}`,
    ...section(disposition?.disposition ?? "No disposition", disposition ? [disposition.reason] : [], colors),
    ...section("Statement", paragraphs(prose?.statement), colors),
    ...section("Guidance", paragraphs(prose?.guidance), colors),
    ...section("Rules", rows.map(rowText), colors),
    ...section("Parameters", parameterTexts(control, values), colors),
    ...section("Crosswalk", crosswalk.map(crossingText), colors),
  ];
  for (const one of lines) writeLine(terminal.stdout, one);
  return 0;
}

function rowText({ rule, coverage, because, statement }: MappingRow): string {
  return `${rule}, ${coverage}${statement === undefined ? "" : ` of ${statement}`}: ${because}`;
}

function crossingText({ catalog, id, partial, clause }: ReturnType<typeof crossings>[number]): Printable {
  return line`${clause ? "clause " : ""}${id} of ${catalog}${partial ? ", in part" : ""}`;
}

/** Imported prose has its lines; each is a paragraph here. */
function paragraphs(text: string | undefined): string[] {
  return (text ?? "").split("\n").filter((one) => one.trim() !== "");
}

type Values = readonly { profile: string; id: string; value: string | number | boolean }[];

function odpValues(control: Control, profiles: readonly Profile[]): Values {
  return profiles.flatMap((profile) =>
    Object.entries(profile.parameters)
      .filter(([id]) => Object.hasOwn(control.parameters, id))
      .map(([id, value]) => ({ profile: profile.id, id, value })),
  );
}

function parameterTexts(control: Control, values: Values): string[] {
  return Object.entries(control.parameters).map(([id, label]) => {
    const mine = values.filter((one) => one.id === id).map(({ profile, value }) => `${value} in ${profile}`);
    return `${id}: ${label}${mine.length > 0 ? ` (${mine.join(", ")})` : ""}`;
  });
}

interface Found {
  readonly framework: Framework;
  readonly control: Control;
  readonly profiles: readonly Profile[];
}

async function find(asked: string, { profile, catalog }: ControlOptions, data: CompiledData): Promise<Found> {
  const chosen = profile === undefined ? undefined : await chooseProfiles(data, profile);
  let frameworks = chosen?.frameworks ?? data.frameworks();
  if (catalog !== undefined) {
    const wanted = data.framework(catalog).catalog.id;
    frameworks = frameworks.filter((one) => one.catalog.id === wanted);
  }
  const wanted = canonical(asked);
  const found = frameworks.flatMap((framework) => {
    const control = framework.catalog.controls.find((one) => canonical(one.id) === wanted);
    const profiles = framework.profiles.filter((one) => chosen === undefined || chosen.profiles.includes(one.id));
    return control ? [{ framework, control, profiles }] : [];
  });
  const [first, second] = found;
  if (!first) {
    const ids = frameworks.flatMap((framework) => framework.catalog.controls.map((control) => control.id));
    throw new InputError(`${unknownId("control", asked, ids)} (\`konductor controls list\` prints the profiles)`);
  }
  if (second) {
    const names = found.map(({ framework }) => framework.catalog.id).join(" and ");
    throw new InputError(`${first.control.id} stands in ${names}: choose one with --catalog`);
  }
  return first;
}

/** One spelling for `AC-2(3)`, `ac-2.3` and `AC-02(03)`. */
function canonical(id: string): string {
  return id
    .trim()
    .toLowerCase()
    .replace(/\((\d+)\)/g, ".$1")
    .replace(/([.-])0+(?=\d)/g, "$1");
}
