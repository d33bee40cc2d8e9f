import { type Catalog, type Control, oscalId, type Profile, type Prose } from "../model/index.js";
import { type Json, some } from "./json.js";
import { OSCAL_VERSION, prop } from "./prop.js";
import { address, line, token, words } from "./text.js";
import { uuid } from "./uuid.js";

/** What made a document, and when: RFC 3339 in UTC. */
export interface Making {
  readonly tool: { readonly name: string; readonly version: string };
  readonly at: string;
}

/** The name of the file of a catalogue, which profiles refer to. */
export function catalogFile(id: string): string {
  return `oscal-catalog-${token(id)}.json`;
}

export function profileFile(id: string): string {
  return `oscal-profile-${token(id)}.json`;
}

/**
 * A catalogue in OSCAL: groups, controls with their enhancements, parameters and what they are related to.
 * @param prose the official text, where it was imported; else there are ids and titles alone
 */
export function catalogDocument(catalog: Catalog, prose: Prose | undefined, making: Making): Json {
  const enhancements = new Map<string, Control[]>();
  for (const control of catalog.controls) {
    if (control.enhances === undefined) continue;
    const same = enhancements.get(control.enhances);
    if (same) same.push(control);
    else enhancements.set(control.enhances, [control]);
  }
  const known = new Set(catalog.controls.map(({ id }) => id));
  const tell = (control: Control): Json => controlJson(control, enhancements.get(control.id) ?? [], known, prose, tell);
  const groups = Object.entries(catalog.groups).map(([id, title]) => ({
    id: token(oscalId(id)),
    title: words(title),
    controls: some(
      catalog.controls.filter((one) => one.group === id && !isWithin(one, known)).map((control) => tell(control)),
    ),
  }));
  return {
    catalog: {
      uuid: uuid("catalog document", catalog.id, catalog.version),
      metadata: {
        ...metadata(catalog.title, catalog.version, making),
        links: [{ href: address(catalog.url), rel: "canonical" }],
        remarks: `Published by ${words(catalog.publisher)}.${prose === undefined ? " Ids and titles: the text was not imported." : ` The text is that of ${words(prose.source)}.`}`,
      },
      groups: some(groups),
    },
  };
}

/** An enhancement stands within the control that it enhances. */
function isWithin({ enhances }: Control, known: ReadonlySet<string>): boolean {
  return enhances !== undefined && known.has(enhances);
}

function controlJson(
  control: Control,
  enhancements: readonly Control[],
  known: ReadonlySet<string>,
  prose: Prose | undefined,
  tell: (control: Control) => Json,
): Json {
  const id = controlToken(control.id);
  const text =
    prose !== undefined && Object.hasOwn(prose.controls, control.id) ? prose.controls[control.id] : undefined;
  return {
    id,
    title: words(control.title),
    params: some(
      Object.entries(control.parameters).map(([parameter, label]) => ({
        id: token(oscalId(parameter)),
        label: words(label),
      })),
    ),
    props: [
      { name: "label", value: line(control.id) },
      ...(control.withdrawn === true ? [{ name: "status", value: "withdrawn" }] : []),
      ...control.baselines.map((baseline) => prop("baseline", baseline)),
      ...control.methods.map((method) => prop("method", method)),
      ...(control.assurance === true ? [prop("assurance", true)] : []),
    ],
    links: some(
      control.related
        .filter((other) => known.has(other))
        .map((other) => ({ href: `#${controlToken(other)}`, rel: "related" })),
    ),
    parts:
      text &&
      some([
        { id: `${id}_smt`, name: "statement", prose: paragraphs(text.statement) },
        ...(text.guidance === undefined
          ? []
          : [{ id: `${id}_gdn`, name: "guidance", prose: paragraphs(text.guidance) }]),
      ]),
    controls: some(enhancements.map(tell)),
  };
}

/** A profile in OSCAL: what it selects of its catalogue, whose file lies beside it, and the values of parameters. */
export function profileDocument(profile: Profile, catalog: Catalog, making: Making): Json {
  const resource = uuid("catalog document", catalog.id, catalog.version, "file");
  const values = Object.entries(profile.parameters);
  return {
    profile: {
      uuid: uuid("profile document", profile.id),
      metadata: {
        ...metadata(profile.title, catalog.version, making),
        props: some([
          prop("profile", profile.id),
          prop("catalogue", catalog.id),
          ...Object.entries(profile.excluded).map(([id, reason]) =>
            prop("excluded", id, { class: controlToken(id), remarks: reason }),
          ),
        ]),
      },
      imports: [{ href: `#${resource}`, "include-controls": [{ "with-ids": profile.controls.map(controlToken) }] }],
      merge: { "as-is": true },
      modify:
        values.length === 0
          ? undefined
          : {
              "set-parameters": values.map(([id, value]) => ({
                "param-id": token(oscalId(id)),
                values: [line(String(value))],
              })),
            },
      "back-matter": {
        resources: [{ uuid: resource, title: words(catalog.title), rlinks: [{ href: catalogFile(catalog.id) }] }],
      },
    },
  };
}

function metadata(title: string, version: string, { tool, at }: Making): Json {
  return {
    title: words(title),
    "last-modified": at,
    version: line(version),
    "oscal-version": OSCAL_VERSION,
    props: [prop("tool", `${tool.name} ${tool.version}`)],
  };
}

function controlToken(id: string): string {
  return token(oscalId(id));
}

/** Imported prose has its lines; each is a paragraph. */
function paragraphs(text: string): string {
  const lines = text.split("\n").filter((one) => one.trim() !== "");
  return lines.map(words).join("\n\n");
}
