import { describe, expect, it } from "vitest";
import { all, fail, kind, rule, type Subject, unknown } from "../../../src/authoring/index.js";
import { buildGraph } from "../../../src/graph/index.js";
import { type Properties, type Resource, SECRET, SIGNATURE } from "../../../src/model/index.js";
import { resource, stackOf } from "../../support/resources.js";

interface Thing {
  mode?: string;
  name?: string;
  labels?: Record<string, string>;
  selector?: Record<string, string>;
}
const secret = (plaintext: unknown) => ({ [SIGNATURE]: SECRET, plaintext: JSON.stringify(plaintext) });

function judge(properties: Properties, check: Parameters<typeof rule<Thing, never>>[0]["check"]) {
  const thing = kind<Thing>({ name: "thing", types: ["test:index:Thing"], identifiedBy: [] });
  const stack = stackOf([resource("test:index:Thing", "thing", properties)], "state");
  const text = { title: "t", rationale: "r", remediation: "m", limits: "l" };
  const made = rule<Thing, never>({ id: "test-x-y-z", severity: "low", resource: thing, ...text, check });
  const { verdict, reason, observations } = made.evaluate(
    stack.resources[0] as Resource,
    { graph: buildGraph(stack) },
    {},
  );
  return { verdict, reason, observations };
}

const selects = (thing: Subject<Thing>) =>
  all(
    ...(thing.get("selector").entries() ?? []).map(([label, value]) =>
      thing
        .get("labels")
        .get(label as never as string & keyof Thing["labels"])
        .is(`${value.value()}` as never),
    ),
  );

describe("what a rule takes from a secret", () => {
  it("is not told as what is expected elsewhere", () => {
    const found = judge({ labels: { app: "web" }, selector: { app: secret("hunter2") } }, selects);
    expect(found.observations).toEqual([
      { path: "labels.app", observed: "web", expected: "a value that is secret" },
      { path: "selector.app", state: "secret" },
    ]);
  });

  it("is not told as a key of a secret map, in whatever path", () => {
    const found = judge({ labels: { web: "x" }, selector: secret({ hunter2: "hunter3", 'hun "ter4': "y" }) }, selects);
    expect(found.verdict).toBe("fail");
    expect(JSON.stringify(found)).not.toMatch(/hun/);
    expect(found.observations.map((one) => one.path)).toEqual(['labels["*"]', "labels.*", 'selector["*"]']);
  });

  it("is not told in the name of what is missing, nor in a reason", () => {
    const found = judge({ name: secret("hunter2") }, (thing) =>
      unknown(thing.get("name"), "one of this stack", `account ${thing.get("name").value()} outside this stack`),
    );
    expect(found.reason).toBe("account * outside this stack cannot be seen");
    expect(found.observations[0]?.path).toBe("companion(account * outside this stack)");
  });

  it("leaves alone what the rule says of the secret itself, and words that only contain it", () => {
    const found = judge({ mode: secret("low"), name: "b" }, (thing) =>
      all(thing.get("mode").noneOf(["low", "none"]), fail(thing.get("name"), "lower")),
    );
    expect(found.observations.map((one) => one.expected)).toEqual(["none of low, none", "lower"]);
  });
});
