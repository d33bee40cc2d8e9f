import { createHash } from "node:crypto";
import type { Properties } from "./protobuf.js";

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";
/** When everything happens. */
export const TIME = "2026-01-15T09:00:00Z";

/** A resource that a stub provider is asked about. */
export interface Asked {
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Inputs of its provider: the region, for example. */
  readonly provider: Properties;
}

/** A provider without a cloud behind it: what it answers follows from the URN and the inputs alone. */
export interface StubProvider {
  /** Completes inputs with names and defaults, as Check does. */
  check(asked: Asked, inputs: Properties): Properties;
  /** What a preview tells of a resource that is to be created: what is computed stays unknown. */
  plan(asked: Asked, inputs: Properties): { id: string; outputs: Properties };
  /** What stands in the state once it has been created. */
  create(asked: Asked, inputs: Properties): { id: string; outputs: Properties };
  /** A function such as `aws:index/getCallerIdentity:getCallerIdentity`; undefined when the stub does not have it. */
  invoke(token: string, args: Properties): Properties | undefined;
}

/** Hexadecimal digits that follow from the URN and a purpose: what a cloud would draw at random. */
export function digits(urn: string, purpose: string, length: number): string {
  return createHash("sha256").update(`${urn}\0${purpose}`).digest("hex").slice(0, length);
}

/** A UUID made of such digits. */
export function uuid(urn: string, purpose: string): string {
  const hex = digits(urn, purpose, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}
