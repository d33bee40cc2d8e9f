import { describe, expect, it } from "vitest";
import { Subject } from "../../../src/authoring/index.js";
import { Session } from "../../../src/authoring/session.js";
import { buildGraph } from "../../../src/graph/index.js";
import { type Resource, UNKNOWN } from "../../../src/model/index.js";
import { resource, stackOf } from "../../support/resources.js";

interface Thing {
  setting?: string;
}

/** A resource whose program wrote `written`, and of which the provider says `reported`. */
function thing(written: object, reported: object, changes: Partial<Resource> = {}): Subject<Thing> {
  const stack = stackOf([resource("aws:x/thing:Thing", "t", { ...written })], "state");
  const [plain] = stack.resources;
  if (!plain) throw new Error("no resource");
  const one = { ...plain, outputs: { ...written, ...reported }, ...changes };
  return new Subject<Thing>(new Session(buildGraph({ ...stack, resources: [one] })), one, "outputs");
}

describe("a property as the program wrote it", () => {
  it("is the known value that stands in the inputs too", () => {
    expect(thing({ setting: "a" }, {}).written("setting").is("a").outcome).toBe("pass");
  });

  it("is absent where only the provider tells it", () => {
    const reported = thing({}, { setting: "a" });
    expect(reported.declared("setting").is("a").outcome).toBe("pass");
    expect(reported.written("setting").isAbsent).toBe(true);
  });

  it("is unknown where it was written and is not known, absent where only its answer is not known", () => {
    expect(thing({ setting: UNKNOWN }, {}).written("setting").is("a").outcome).toBe("unknown");
    expect(thing({}, { setting: UNKNOWN }).written("setting").isAbsent).toBe(true);
  });

  describe("with outputs alone", () => {
    const outputs = { setting: "a" };
    const alone = { inputs: outputs, outputs };

    it("is what the program is known to have told the dependencies of", () => {
      const told = thing({}, {}, { ...alone, propertyDependencies: { setting: [] } });
      expect(told.written("setting").is("a").outcome).toBe("pass");
      expect(thing({}, {}, alone).written("setting").isAbsent).toBe(true);
    });

    it("is what is known of a resource that is yet to be made", () => {
      expect(
        thing({}, {}, { ...alone, id: undefined })
          .written("setting")
          .is("a").outcome,
      ).toBe("pass");
    });
  });
});
