import {
  noHostIpc,
  noHostNetwork,
  noHostPid,
  noHostPort,
  noHostProcess,
} from "../../../../packs/kubernetes/workload/host.js";
import type { Rule } from "../../../../src/model/index.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { DEPLOYMENT, deployment, INIT, inEveryKind, MAIN, POD, withAnother, withContainer } from "../objects.js";

const NAMESPACES: readonly (readonly [rule: Rule, field: string])[] = [
  [noHostIpc, "hostIPC"],
  [noHostNetwork, "hostNetwork"],
  [noHostPid, "hostPID"],
];

for (const [rule, field] of NAMESPACES) {
  testRule(rule, {
    compliant: [
      { name: "false", stack: [deployment({ [field]: false })], at: [`${POD}.${field}`] },
      { name: "false as text", stack: [deployment({ [field]: "false" })], at: [`${POD}.${field}`] },
      ...inEveryKind({ [field]: false }).map(({ name, stack, path }) => ({ name, stack, at: [`${path}.${field}`] })),
    ],
    violating: [
      { name: "true", stack: [deployment({ [field]: true })], at: [`${POD}.${field}`] },
      { name: "true as text", stack: [deployment({ [field]: "true" })], at: [`${POD}.${field}`] },
      {
        name: "in the second pod of a list, the first unknown",
        unremedied: "the rest is not known",
        stack: [
          resource("kubernetes:core/v1:PodList", "pods", {
            items: [{ spec: { [field]: unknown } }, { spec: { [field]: true } }],
          }),
        ],
        at: [`items[1].spec.${field}`],
      },
      ...inEveryKind({ [field]: true }).map(({ name, stack, path }) => ({
        name: `true ${name}`,
        stack,
        at: [`${path}.${field}`],
      })),
    ],
    unknown: [
      { name: "field not known", stack: [deployment({ [field]: unknown })], at: [`${POD}.${field}`] },
      { name: "spec not known", stack: [resource(DEPLOYMENT, "web", { spec: unknown })], at: [`${POD}.${field}`] },
      {
        name: "items not known",
        stack: [resource("kubernetes:core/v1:PodList", "pods", { items: unknown })],
        at: ["items"],
      },
    ],
    absent: [{ name: "left out", verdict: "pass", stack: [deployment()], at: [`${POD}.${field}`] }],
    odd: [
      { name: "a number", verdict: "undetermined", stack: [deployment({ [field]: 1 })], at: [`${POD}.${field}`] },
      {
        name: "pods that are text",
        verdict: "undetermined",
        stack: [resource("kubernetes:core/v1:PodList", "pods", { items: ["x"] })],
        at: [`items[0].spec.${field}`],
      },
    ],
    notApplicable: [
      { name: "an empty list", stack: [resource("kubernetes:core/v1:PodList", "pods", { items: [] })], at: [] },
    ],
  });
}

const port = (hostPort: unknown) => ({ ports: [{ containerPort: 80 }, { containerPort: 81, hostPort }] });

testRule(noHostPort, {
  compliant: [
    { name: "port 0 is none", stack: [withContainer(port(0))], at: [`${MAIN}.ports[1].hostPort`] },
    { name: "no ports", stack: [withContainer({ ports: [] })], at: [`${MAIN}.ports`] },
  ],
  violating: [
    { name: "main container", stack: [withContainer(port(8080))], at: [`${MAIN}.ports[1].hostPort`] },
    {
      name: "init container",
      remedied: { [`${INIT}.ports[1].hostPort`]: "left out" },
      stack: [withAnother("initContainers", {}, port("53"))],
      at: [`${INIT}.ports[1].hostPort`],
    },
    {
      name: "one of two ports, the other unknown",
      unremedied: "the rest is not known",
      stack: [withContainer({ ports: [{ hostPort: unknown }, { hostPort: 80 }] })],
      at: [`${MAIN}.ports[1].hostPort`],
    },
  ],
  unknown: [
    { name: "port not known", stack: [withContainer(port(unknown))], at: [`${MAIN}.ports[1].hostPort`] },
    { name: "ports not known", stack: [withContainer({ ports: unknown })], at: [`${MAIN}.ports`] },
    { name: "containers not known", stack: [deployment({ containers: unknown })], at: [`${POD}.containers`] },
  ],
  absent: [
    { name: "left out", verdict: "pass", stack: [withContainer({ ports: [{ containerPort: 80 }] })], at: [] },
    { name: "no pod spec", verdict: "not-applicable", stack: [resource(DEPLOYMENT, "web", {})], at: [] },
  ],
  odd: [
    {
      name: "a word",
      verdict: "undetermined",
      stack: [withContainer(port("http"))],
      at: [`${MAIN}.ports[1].hostPort`],
    },
    { name: "a null container", verdict: "pass", stack: [deployment({ containers: [null] })], at: [`${MAIN}.ports`] },
  ],
});

const windows = (hostProcess: unknown) => ({ securityContext: { windowsOptions: { hostProcess } } });
const FIELD = "securityContext.windowsOptions.hostProcess";

testRule(noHostProcess, {
  compliant: [
    {
      name: "false for the pod",
      stack: [deployment({ os: { name: "windows" }, ...windows(false) })],
      at: [`${POD}.${FIELD}`],
    },
    { name: "false for a container", stack: [withContainer(windows(false))], at: [`${MAIN}.${FIELD}`] },
  ],
  violating: [
    { name: "true for the pod", stack: [deployment(windows(true))], at: [`${POD}.${FIELD}`] },
    { name: "true for a container", stack: [withContainer(windows(true))], at: [`${MAIN}.${FIELD}`] },
    {
      name: "true for an init container, the pod unknown",
      stack: [deployment({ ...windows(unknown), initContainers: [windows(true)] })],
      at: [`${INIT}.${FIELD}`],
    },
    {
      name: "true for an ephemeral container",
      stack: [withAnother("ephemeralContainers", {}, windows(true))],
      at: [`${POD}.ephemeralContainers[0].${FIELD}`],
    },
  ],
  unknown: [
    { name: "pod not known", stack: [deployment(windows(unknown))], at: [`${POD}.${FIELD}`] },
    {
      name: "container's context not known",
      stack: [withContainer({ securityContext: unknown })],
      at: [`${MAIN}.${FIELD}`],
    },
  ],
  absent: [{ name: "left out", verdict: "pass", stack: [deployment()], at: [`${POD}.${FIELD}`] }],
  odd: [
    {
      name: "options that are text",
      verdict: "undetermined",
      stack: [deployment({ securityContext: { windowsOptions: "x" } })],
      at: [`${POD}.${FIELD}`],
    },
  ],
});
