import type { Config, Layer, Pattern, StackTarget } from "../model/index.js";

/** Far longer than Pulumi lets a name or a tag be. More is an attempt to keep an expression busy, and matches nothing. */
const LONGEST = 1024;

type Test = (target: StackTarget) => boolean;

/** The layers of a configuration, and for which stacks each is. */
export class Selection {
  readonly #layers: readonly { readonly layer: Layer; readonly tests: readonly Test[] }[];

  constructor({ layers }: Config) {
    this.#layers = layers.map((layer) => ({ layer, tests: testsOf(layer) }));
  }

  /** True for each layer that is for the stack, in the order of the configuration. */
  of(target: StackTarget): readonly boolean[] {
    return this.#layers.map(({ tests }) => tests.every((test) => test(target)));
  }
}

/** What is not known of a stack, such as the organization of an export, matches nothing. */
function testsOf({ select: { organization, project, stack, tags = {} } }: Layer): Test[] {
  const tests: Test[] = [];
  const add = (patterns: readonly Pattern[] | undefined, value: (target: StackTarget) => string | undefined) => {
    if (patterns === undefined) return;
    const expressions = patterns.map(({ expression }) => new RegExp(expression));
    tests.push((target) => {
      const text = value(target);
      return text !== undefined && text.length <= LONGEST && expressions.some((expression) => expression.test(text));
    });
  };
  add(organization, (target) => target.organization);
  add(project, (target) => target.project);
  add(stack, (target) => target.stack);
  for (const [key, patterns] of Object.entries(tags))
    add(patterns, (target) => (Object.hasOwn(target.tags, key) ? target.tags[key] : undefined));
  return tests;
}
