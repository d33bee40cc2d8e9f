export { isUnknownText } from "../model/index.js";
export { all, any, type Check, each, fail, not, PASS, type Place, told, unknown } from "./check.js";
export { type AnyKind, type Kind, kind } from "./kind.js";
export { Ref } from "./ref.js";
export { Related } from "./related.js";
export { type Exemption, isRule, type RuleSpec, rule } from "./rule.js";
export * as z from "./schema.js";
export { type AnySubject, Subject } from "./subject.js";
export type { Plain } from "./types.js";
