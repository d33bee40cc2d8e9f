import type { Stack } from "./stack.js";

/** What an adapter made of one input. */
export interface ReadInput {
  readonly stack: Stack;
  readonly format: string;
  readonly time?: string;
  readonly cliVersion?: string;
  readonly notes: readonly string[];
}

/** Where a document comes from, for what the document itself does not tell. */
export interface InputSource {
  /** The file's name without folder and extension; `stdin` for standard input. */
  readonly name: string;
}

/** Reads one format. Adapters are tried in turn on the parsed JSON; the first that recognises it reads it. */
export interface InputAdapter {
  /** In words, for messages: "stack export". */
  readonly format: string;
  /** Looks at the top level only. */
  readonly recognises: (document: Readonly<Record<string, unknown>>) => boolean;
  /** @throws InputError at the place that is wrong */
  readonly read: (document: Readonly<Record<string, unknown>>, source: InputSource) => ReadInput;
}

/** A file that cannot be used: what is wrong, where, and what to do. Exit code 2. */
export class InputError extends Error {
  constructor(
    message: string,
    readonly where: {
      file?: string;
      line?: number;
      column?: number;
      /** Path in the document, for example `deployment.resources[3].urn`. */
      path?: string;
    } = {},
  ) {
    super(message);
    this.name = "InputError";
  }

  /** `file:line:column: path: message` */
  get located(): string {
    const { file, line, column, path } = this.where;
    const place = [file, line, column].filter((part) => part !== undefined).join(":");
    return [place, path, this.message].filter((part) => part !== undefined && part !== "").join(": ");
  }
}
