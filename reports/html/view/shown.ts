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

/** The view with every string in it cut and made visible; what is trusted stays as it is. */
export function shown<T>(view: T): T {
  if (typeof view === "string") return visible(cut(view, LONGEST)) as T;
  if (Array.isArray(view)) return view.map(shown) as T;
  if (typeof view !== "object" || view === null || view instanceof Trusted) return view;
  return Object.fromEntries(Object.entries(view).map(([key, value]) => [key, shown(value)])) as T;
}
