import { expect, it } from "vitest";
import { settled } from "../../../src/engine/decide.js";
import { type Properties, type Resource, SECRET, SIGNATURE, UNKNOWN } from "../../../src/model/index.js";
import { resource, stackOf } from "../../support/resources.js";

function of(inputs: Properties, outputs: Properties): Resource {
  const [one] = stackOf([resource("a:b/c:C", "n", inputs)], "state").resources;
  return { ...(one as Resource), inputs, outputs };
}

const encrypted = { [SIGNATURE]: SECRET, ciphertext: "v1:00" };

it.each<[string, Properties, Properties, Properties | undefined]>([
  ["a value", { a: UNKNOWN, b: 1 }, { a: "x", b: 2 }, { a: "x", b: 1 }],
  ["a value deep inside", { a: [{ b: [UNKNOWN] }] }, { a: [{ b: ["x"] }] }, { a: [{ b: ["x"] }] }],
  ["a value inside a secret", { a: { [SIGNATURE]: SECRET, plaintext: `"${UNKNOWN}"` } }, { a: "x" }, { a: "x" }],
  ["a secret that cannot be read", { a: encrypted }, { a: "x" }, { a: "x" }],
  ["nothing that is known", { a: 1, b: { c: "d" } }, { a: 2, b: 3 }, undefined],
  ["nothing that the outputs do not repeat", { a: UNKNOWN }, { b: "x" }, undefined],
  ["nothing from an output that is undefined", { a: UNKNOWN }, { a: undefined }, undefined],
])("outputs settle %s", (_, inputs, outputs, expected) => {
  expect(settled(of(inputs, outputs))?.inputs).toEqual(expected);
});

it("leaves the resource as it is, and gives the same one each time", () => {
  const one = of({ a: UNKNOWN }, { a: "x" });
  expect(settled(one)).toBe(settled(one));
  expect(one.inputs).toEqual({ a: UNKNOWN });
});
