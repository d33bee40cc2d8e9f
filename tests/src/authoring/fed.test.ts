import { describe, expect, it } from "vitest";
import { Subject } from "../../../src/authoring/index.js";
import { Session } from "../../../src/authoring/session.js";
import { buildGraph } from "../../../src/graph/index.js";
import { REDACTED } from "../../../src/model/index.js";
import { link, type Mode, resource, stackOf, unknown } from "../../support/resources.js";

interface Thing {
  key?: string;
  nested?: { key?: string; size?: number };
  keys?: string[];
}

const KEY = "aws:kms/key:Key";
const ROLE = "aws:iam/role:Role";

function thing(props: Record<string, unknown>, mode: Mode = "preview"): Subject<Thing> {
  const stack = stackOf([resource("aws:x/thing:Thing", "t", props), resource(KEY, "k"), resource(ROLE, "r")], mode);
  const [first] = stack.resources;
  if (!first) throw new Error("no resource");
  return new Subject<Thing>(new Session(buildGraph(stack)), first, "outputs");
}

describe("a value that another resource gives", () => {
  it("counts as set where isSet cannot tell", () => {
    const fed = thing({ key: link("k", "arn") });
    expect(fed.get("key").isSet().outcome).toBe("unknown");
    expect(fed.get("key").isSetOrFed().outcome).toBe("pass");
    expect(
      thing({ key: link("k", "arn") }, "state")
        .get("key")
        .isSetOrFed().outcome,
    ).toBe("pass");
  });

  it("is found below the property that the dependency is recorded for", () => {
    const fed = thing({ nested: { key: link("k"), size: 1 } });
    expect(fed.get("nested", "key").isSetOrFed().outcome).toBe("pass");
    expect(
      thing({ keys: [link("k")] })
        .get("keys")
        .items()?.[0]
        ?.isSetOrFed().outcome,
    ).toBe("pass");
  });

  it("does not help what nobody gives, what is empty, and other properties", () => {
    expect(thing({ key: unknown }).get("key").isSetOrFed().outcome).toBe("unknown");
    expect(thing({}).get("key").isSetOrFed().outcome).toBe("fail");
    expect(thing({ key: "" }).get("key").isSetOrFed().outcome).toBe("fail");
    const other = thing({ key: unknown, keys: [link("k")] });
    expect(other.get("key").isSetOrFed().outcome).toBe("unknown");
    expect(
      thing({ nested: { size: link("k") } })
        .get("nested", "key")
        .isSetOrFed().outcome,
    ).toBe("fail");
  });

  it("does not help what is malformed, and a hidden secret is set", () => {
    expect(
      thing({ nested: [link("k")] })
        .get("nested", "key")
        .isSetOrFed().outcome,
    ).not.toBe("pass");
    expect(thing({ key: REDACTED }).get("key").isSetOrFed().outcome).toBe("pass");
  });

  it("is known by the types that give it, all of them", () => {
    expect(
      thing({ key: link("k") })
        .get("key")
        .comesFrom(KEY).outcome,
    ).toBe("pass");
    expect(
      thing({ key: link("k") })
        .get("key")
        .comesFrom(ROLE, KEY).outcome,
    ).toBe("pass");
    expect(
      thing({ key: link("r") })
        .get("key")
        .comesFrom(KEY).outcome,
    ).toBe("fail");
    expect(
      thing({ keys: [link("r"), link("k")] })
        .get("keys")
        .items()?.[1]
        ?.comesFrom(KEY).outcome,
    ).toBe("fail");
    expect(thing({ key: unknown }).get("key").comesFrom(KEY).outcome).toBe("fail");
    expect(
      thing({ key: link("k") }, "state")
        .get("key")
        .comesFrom(KEY).outcome,
    ).toBe("fail");
  });
});
