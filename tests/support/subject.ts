import { Subject } from "../../src/authoring/index.js";
import { Session } from "../../src/authoring/session.js";
import { buildGraph } from "../../src/graph/index.js";
import type { Properties, Resource } from "../../src/model/index.js";
import { resource, stackOf } from "./resources.js";

/** A cursor at a resource with these properties, for tests of the cursor itself. */
export function fixture<T = Record<string, unknown>>(props: Properties): Subject<T> {
  const stack = stackOf([resource("test:index:Thing", "thing", props)], "state");
  return new Subject<T>(new Session(buildGraph(stack)), stack.resources[0] as Resource, "inputs");
}
