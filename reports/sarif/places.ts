import type { Artifact, Location, PhysicalLocation, Run } from "sarif";
import { type AssessedInput, parseSourcePosition, parseUrn, type Result } from "../../src/model/index.js";
import { visible } from "../../src/model/present.js";

/** Where results lie: in the program where the state tells it, else in the input. Each project is a folder of its own. */
export class Places {
  readonly #ids = new Map<string, string>();
  /** What each `uriBaseId` stands for; who reads the report knows where that folder is. */
  readonly bases: NonNullable<Run["originalUriBaseIds"]> = {};

  constructor(readonly inputs: readonly AssessedInput[]) {
    for (const { project, status } of inputs) {
      if (status !== "assessed" || this.#ids.has(project)) continue;
      const id = `PROJECT_${this.#ids.size + 1}`;
      this.#ids.set(project, id);
      this.bases[id] = { description: { text: `The folder of the Pulumi project ${plain(project)}` } };
    }
  }

  of({ input, urn, sourcePosition }: Result): Location {
    return {
      physicalLocation: this.#physical(input, sourcePosition),
      logicalLocations: [
        { name: visible(parseUrn(urn)?.name ?? urn), fullyQualifiedName: visible(urn), kind: "resource" },
      ],
    };
  }

  #physical(index: number, sourcePosition: string | undefined): PhysicalLocation {
    const input = this.inputs[index];
    const position = parseSourcePosition(sourcePosition);
    const uriBaseId = this.#ids.get(input?.project ?? "");
    if (position === undefined || uriBaseId === undefined)
      return { artifactLocation: { uri: uriOf(input?.path ?? ""), index } };
    const { path, line, column } = position;
    return {
      artifactLocation: { uri: encoded(path), uriBaseId },
      region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
    };
  }
}

/** The inputs, as evidence of what was looked at. */
export function artifacts(inputs: readonly AssessedInput[]): Artifact[] {
  return inputs.map(({ path, digest }) => {
    const hash = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
    return {
      location: { uri: uriOf(path) },
      description: { text: plain(path) },
      ...(hash === undefined ? {} : { hashes: { "sha-256": hash } }),
    };
  });
}

/** Text for a message, in which SARIF takes `[text](place)` for a link and `{0}` for a placeholder. */
export function plain(text: string): string {
  return visible(text)
    .replace(/[\\[\]]/g, "\\$&")
    .replace(/\{(\d+)\}/g, "{{$1}}");
}

/** The path of an input as a URI, which may not lead upwards: the description of the artifact has it whole. */
export function uriOf(path: string): string {
  return path.startsWith("/") ? `file://${encoded(path)}` : encoded(path);
}

function encoded(path: string): string {
  const parts = visible(path).split("/");
  return parts
    .filter((part) => part !== "." && part !== "..")
    .map(encodeURIComponent)
    .join("/");
}
