import { InputError } from "../model/index.js";

/** Every problem of a set of files: one `InputError` each, told together. */
export class InputErrors extends InputError {
  constructor(readonly problems: readonly InputError[]) {
    super(problems.map((problem) => problem.located).join("\n"));
    this.name = "InputErrors";
  }
}

/** Collects problems, so that one run shows all of them and not only the first. */
export class Problems {
  readonly #list: InputError[] = [];

  get count(): number {
    return this.#list.length;
  }

  add(...problems: readonly InputError[]): void {
    this.#list.push(...problems);
  }

  /** @throws InputErrors with everything that was added, if anything was */
  throwIfAny(): void {
    if (this.#list.length > 0) throw new InputErrors(this.#list);
  }
}
