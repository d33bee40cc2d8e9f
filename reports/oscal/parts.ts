import type { AssessedProfile } from "../../src/model/index.js";
import { type Fact, provenanceFacts, updatesFacts } from "../../src/model/origins.js";
import { type Json, some } from "../../src/oscal/json.js";
import { OSCAL_VERSION, prop } from "../../src/oscal/prop.js";
import { line, reference, token, words } from "../../src/oscal/text.js";
import { uuid } from "../../src/oscal/uuid.js";
import { type Run, stackTitle } from "./run.js";
import { instant } from "./time.js";

/** The component that judged; every observation, finding and risk has it as its origin. */
export const TOOL = uuid("tool");
export const ORIGINS = [{ actors: [{ type: "tool", "actor-uuid": TOOL }] }];

/** The UUID of a document: it stays while the stacks and profiles do. */
export function documentUuid(kind: string, { assessment, stacks }: Run): string {
  return uuid(kind, ...assessment.profiles.map((profile) => profile.id), ...stacks);
}

export function metadata(run: Run, title: string): Json {
  const { tool, provenance } = run.assessment;
  return {
    title,
    "last-modified": run.moment.time,
    version: line(tool.version),
    "oscal-version": OSCAL_VERSION,
    props: [
      prop("tool", `${tool.name} ${tool.version}`),
      prop("time-source", run.moment.source),
      ...(provenance === undefined ? [] : factProps(provenanceFacts(provenance))),
    ],
    ...preparedBy(provenance?.actor),
  };
}

/** Whoever ran the assessment has prepared the document. */
function preparedBy(actor: string | undefined): Record<string, Json[]> {
  if (actor === undefined) return {};
  const role: Json = { id: "prepared-by", title: "Prepared by" };
  const party: Json = { uuid: uuid("party", actor), type: "person", name: line(actor) };
  const responsible: Json = { "role-id": role["id"], "party-uuids": [party["uuid"]] };
  return { roles: [role], parties: [party], "responsible-parties": [responsible] };
}

function factProps(all: readonly Fact[]): Json[] {
  return all.map(({ name, value }) => prop(token(name), value));
}

/** The tool and the platform that OSCAL wants it to run on. */
export function assessmentAssets({ assessment: { tool } }: Run): Json {
  const name = words(`${tool.name} ${tool.version}`);
  return {
    components: [
      {
        uuid: TOOL,
        type: "software",
        title: name,
        description: "Judges the declared and recorded configuration of Pulumi stacks by rules.",
        status: { state: "operational" },
      },
    ],
    "assessment-platforms": [{ uuid: uuid("platform"), title: name, "uses-components": [{ "component-uuid": TOOL }] }],
  };
}

export function stackUuid({ stacks }: Run, input: number): string {
  return uuid("stack", stacks[input] ?? "");
}

/** The stacks as components; those of inputs that could not be assessed are none. */
export function stackComponents(run: Run, inputs: (input: number) => boolean = () => true): Json[] {
  return run.assessment.inputs.flatMap((input, i) => {
    if (input.status !== "assessed" || !inputs(i)) return [];
    const facts = [
      prop("project", input.project),
      prop("stack", input.stack),
      prop("input-format", input.format),
      ...(input.organization === undefined ? [] : [prop("organization", input.organization)]),
      ...(input.cliVersion === undefined ? [] : [prop("cli-version", input.cliVersion)]),
      ...input.notes.map((note) => prop("note", note)),
      ...(input.updates === undefined ? [] : factProps(updatesFacts(input.updates))),
    ];
    return [
      {
        uuid: stackUuid(run, i),
        type: "system",
        title: `Pulumi stack ${words(stackTitle(run, i))}`,
        description: `The resources of the Pulumi stack ${words(stackTitle(run, i))}.`,
        props: facts,
        links: [{ href: `#${inputUuid(run, i)}`, rel: "reference" }],
        status: {
          state: "other",
          remarks: `As its ${words(input.format)} declares and records it, not the live cloud.`,
        },
      },
    ];
  });
}

export function inputUuid({ stacks }: Run, input: number): string {
  return uuid("input", stacks[input] ?? "");
}

/** The inputs as back matter, with the hashes of their bytes. */
export function inputResources(run: Run, inputs: (input: number) => boolean = () => true): Json[] {
  return run.assessment.inputs.flatMap((input, i) => {
    if (!inputs(i)) return [];
    const hash = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(input.digest)?.[1];
    const time = instant(input.time);
    return [
      {
        uuid: inputUuid(run, i),
        title: `Input ${words(input.path)}`,
        props: [
          prop("input-status", input.status, input.error === undefined ? {} : { remarks: input.error }),
          ...(time === undefined ? [] : [prop("deployment-time", time)]),
        ],
        rlinks: [
          {
            href: reference(input.path === "-" ? "stdin" : input.path),
            hashes: hash === undefined ? undefined : [{ algorithm: "SHA-256", value: hash }],
          },
        ],
      },
    ];
  });
}

/** The back matter that stands for a profile, which is a file of the program and not an OSCAL document. */
export function profileResource(profile: AssessedProfile): Json {
  return {
    uuid: profileUuid(profile.id),
    title: words(profile.title),
    description: `${words(profile.title)}: a selection of controls of ${words(profile.catalogTitle)}.`,
    props: [prop("profile", profile.id), prop("catalogue", profile.catalog)],
  };
}

export function profileUuid(profile: string): string {
  return uuid("profile", profile);
}

/** What was asked for and what it was judged by: it takes the place of an assessment plan. */
export function parametersResource({ assessment: { parameters } }: Run): Json {
  return {
    uuid: PARAMETERS,
    title: "Parameters of the assessment",
    description: "The command line, the effective parameters, and the SHA-256 of everything that was judged by.",
    props: some([
      ...parameters.arguments.map((argument) => prop("argument", argument)),
      ...parameters.rules.map(({ rule, parameter, value, origin }) =>
        prop("parameter", `${parameter}=${JSON.stringify(value)}`, { group: rule, remarks: origin }),
      ),
      ...Object.entries(parameters.digests).map(([source, digest]) => prop("sha256", digest, { remarks: source })),
      ...(parameters.date === undefined ? [] : [prop("date", parameters.date)]),
    ]),
  };
}

export const PARAMETERS = uuid("parameters");
