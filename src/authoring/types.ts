/** Anything that a provider SDK wraps a value in: outputs and promises. */
type Wrapper = { apply(...args: never[]): unknown; get(): unknown } | { then(...args: never[]): unknown };

/** The plain value behind an SDK's `Input<T>` or `Output<T>`. */
export type Plain<T> = T extends { apply(...args: never[]): unknown; get(): infer U }
  ? Exclude<U, undefined | null>
  : Exclude<T, undefined | null | Wrapper>;

/** Property names of any member of a union of SDK types. */
export type Keys<T> = T extends unknown ? Extract<keyof T, string> : never;

/** The plain type of property `K`, in whichever members of the union have it. */
export type Property<T, K extends string> = T extends unknown ? (K extends keyof T ? Plain<T[K]> : never) : never;

/** The element of a list; a single value counts as a list of one. */
export type Item<T> = T extends readonly (infer U)[] ? Plain<U> : T;

/** The values of a map such as labels. */
export type Entry<T> = T extends Readonly<Record<string, infer U>> ? Plain<U> : unknown;

export type Scalar = string | number | boolean;
