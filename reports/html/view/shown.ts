import { cut, visible } from "../../../src/model/present.js";

/** No text of an input is longer in the page; assessment.json has the whole. */
const LONGEST = 600;

/** Markup of our own: goes into the page as it is, by the triple stashes of the templates. */
export class Trusted {
  constructor(private readonly markup: string) {}
  toString(): string {
    return this.markup;
  }
}

/** The view with every string in it cut and made visible; what is trusted stays as it is. Copies only what changes. */
export function shown<T>(view: T): T {
  if (typeof view === "string") return visible(cut(view, LONGEST)) as T;
  if (typeof view !== "object" || view === null || view instanceof Trusted) return view;
  let copy: T | undefined;
  for (const key in view) {
    const value = view[key];
    const better = shown(value);
    if (better === value) continue;
    copy ??= (Array.isArray(view) ? [...view] : { ...view }) as T;
    copy[key] = better;
  }
  return copy ?? view;
}
