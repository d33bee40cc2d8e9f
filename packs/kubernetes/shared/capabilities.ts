import type { Check, Ref } from "../../../src/authoring/index.js";
import type { Container } from "./workload.js";

/**
 * A condition that a container gives up one of these capabilities. Runtimes ignore case; with the prefix `CAP_` they drop
 * nothing.
 */
export function drops(...names: readonly string[]): (container: Ref<Container>) => Check {
  const expected = `a list with ${names.join(" or ")}`;
  const isNamed = (dropped: Ref<string>) => dropped.matches((name) => names.includes(name.toUpperCase()), expected);
  return (container) => container.get("securityContext", "capabilities").get("drop").some(isNamed, expected);
}

/** Every capability that the container adds, its name in capitals and without prefix, fulfils the test. */
export function everyAdded(container: Ref<Container>, test: (name: string) => boolean, expected: string): Check {
  return container
    .get("securityContext", "capabilities")
    .get("add")
    .every((added) => added.matches((name) => test(plainName(name)), expected));
}

/** `cap_net_raw` and `NET_RAW` are one capability. */
export function plainName(capability: string): string {
  const name = capability.toUpperCase();
  return name.startsWith("CAP_") ? name.slice(4) : name;
}
