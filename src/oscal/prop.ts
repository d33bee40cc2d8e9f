import type { Json } from "./json.js";
import { line, token, words } from "./text.js";

/** Of our own properties and facets. */
export const NS = "urn:konductor:oscal:1";
export const OSCAL_VERSION = "1.2.1";

export interface PropOptions {
  /** What it is about, as a token: a control's id. */
  readonly class?: string;
  /** What holds it together with others, as a token: a rule's id. */
  readonly group?: string;
  readonly remarks?: string;
}

/** A property of our namespace. */
export function prop(name: string, value: string | number | boolean, options: PropOptions = {}): Json {
  return {
    name,
    ns: NS,
    value: line(String(value)),
    class: options.class === undefined ? undefined : token(options.class),
    group: options.group === undefined ? undefined : token(options.group),
    remarks: options.remarks === undefined ? undefined : words(options.remarks),
  };
}
