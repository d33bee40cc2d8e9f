import {
  cpuLimits,
  cpuRequests,
  memoryLimits,
  memoryRequests,
} from "../../../../packs/kubernetes/workload/resources.js";
import type { Rule } from "../../../../src/model/index.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { deployment, INIT, inEveryKind, MAIN, POD, withAnother, withContainer } from "../objects.js";

function testQuantity(rule: Rule, group: "limits" | "requests", name: "cpu" | "memory") {
  const amount = (value: unknown) => ({ name: "c", resources: { [group]: { [name]: value } } });
  const at = `resources.${group}.${name}`;
  const other = group === "limits" ? "requests" : "limits";
  const otherWay = { name: "c", resources: { [other]: { [name]: "1" } } };
  const otherUnknown = { name: "c", resources: { [other]: { [name]: unknown } } };
  testRule(rule, {
    compliant: [
      { name: "text", stack: [withContainer(amount("500m"))], at: [`${MAIN}.${at}`] },
      { name: "a number", stack: [withContainer(amount(1))], at: [`${MAIN}.${at}`] },
      { name: "for the pod as a whole", stack: [deployment(amount("2"))], at: [`${POD}.${at}`] },
      {
        name: "for the pod, the container unknown",
        stack: [withContainer(amount(unknown), amount("2"))],
        at: [`${POD}.${at}`],
      },
      {
        name: "init containers that end need none",
        stack: [withAnother("initContainers", amount("1"), {})],
        at: [`${MAIN}.${at}`],
      },
      {
        name: "ephemeral containers have none",
        stack: [withAnother("ephemeralContainers", amount("1"), {})],
        at: [`${MAIN}.${at}`],
      },
      ...inEveryKind({ containers: [amount("1")] }).map(({ stack, path, ...rest }) => ({
        ...rest,
        stack,
        at: [`${path}.containers[0].${at}`],
      })),
      ...(group === "requests"
        ? [
            {
              name: "the limit stands for it",
              stack: [withContainer(otherWay)],
              at: [`${MAIN}.resources.limits.${name}`],
            },
          ]
        : []),
    ],
    violating: [
      { name: "nothing", stack: [withContainer(amount("0"))], at: [`${MAIN}.${at}`] },
      { name: "zero with a unit", stack: [withContainer(amount("0.0m"))], at: [`${MAIN}.${at}`] },
      {
        name: "a second container, the first unknown",
        stack: [deployment({ containers: [amount(unknown), {}] })],
        at: [`${POD}.containers[1].${at}`],
      },
      {
        name: "a sidecar",
        stack: [withAnother("initContainers", amount("1"), { restartPolicy: "Always" })],
        at: [`${INIT}.${at}`],
      },
      {
        name: "nothing, whatever the other half says",
        stack: [withContainer({ resources: { [group]: { [name]: 0 }, [other]: { [name]: "1" } } })],
        at: [`${MAIN}.${at}`],
      },
      ...(group === "limits"
        ? [{ name: "a request alone", stack: [withContainer(otherWay)], at: [`${MAIN}.${at}`] }]
        : []),
    ],
    unknown: [
      { name: "not known", stack: [withContainer(amount(unknown))], at: [`${MAIN}.${at}`] },
      { name: "resources not known", stack: [withContainer({ resources: unknown })], at: [`${MAIN}.${at}`] },
      { name: "resources of the pod not known", stack: [deployment({ resources: unknown })], at: [`${POD}.${at}`] },
      {
        name: "whether it is a sidecar is not known",
        stack: [withAnother("initContainers", amount("1"), { restartPolicy: unknown })],
        at: [`${INIT}.restartPolicy`],
      },
      ...(group === "requests"
        ? [{ name: "limit not known", stack: [withContainer(otherUnknown)], at: [`${MAIN}.resources.limits.${name}`] }]
        : []),
    ],
    absent: [
      { name: "left out", verdict: "fail", stack: [deployment()], at: [`${MAIN}.${at}`] },
      {
        name: "no containers",
        verdict: "not-applicable",
        stack: [resource("kubernetes:core/v1:Pod", "p", { spec: {} })],
        at: [],
      },
    ],
    odd: [
      { name: "no quantity at all", verdict: "fail", stack: [withContainer(amount("much"))], at: [`${MAIN}.${at}`] },
      {
        name: "quantities that are text",
        verdict: "undetermined",
        stack: [withContainer({ resources: { [group]: "1" } })],
        at: [`${MAIN}.${at}`],
      },
    ],
  });
}

testQuantity(cpuLimits, "limits", "cpu");
testQuantity(cpuRequests, "requests", "cpu");
testQuantity(memoryLimits, "limits", "memory");
testQuantity(memoryRequests, "requests", "memory");
