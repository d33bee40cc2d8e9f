import { addsNone, dropsAll, noRawSockets } from "../../../../packs/kubernetes/workload/capabilities.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { deployment, INIT, MAIN, POD, withAnother, withContainer } from "../objects.js";

const having = (capabilities: unknown) => ({ name: "c", securityContext: { capabilities } });
const DROP = "securityContext.capabilities.drop";
const ADD = "securityContext.capabilities.add";
const WINDOWS = { os: { name: "windows" } };
const onWindows = [{ name: "a Windows pod", stack: [withContainer({ name: "c" }, WINDOWS)], at: [`${POD}.os.name`] }];
/** One Windows pod and one of another system, in a list. */
const mixed = (os: unknown) => [
  resource("kubernetes:core/v1:PodList", "pods", {
    items: [
      { spec: { ...WINDOWS, containers: [having({ add: ["SYS_ADMIN"] })] } },
      { spec: { os: { name: os }, containers: [having({ add: ["SYS_TIME"] })] } },
    ],
  }),
];

testRule(dropsAll, {
  compliant: [
    { name: "ALL", stack: [withContainer(having({ drop: ["ALL"] }))], at: [`${MAIN}.${DROP}[0]`] },
    { name: "all in small letters", stack: [withContainer(having({ drop: ["all"] }))], at: [`${MAIN}.${DROP}[0]`] },
    {
      name: "among others, one unknown",
      stack: [withContainer(having({ drop: [unknown, "ALL"], add: ["CHOWN"] }))],
      at: [`${MAIN}.${DROP}[1]`],
    },
  ],
  violating: [
    { name: "one by one", stack: [withContainer(having({ drop: ["NET_RAW", "CHOWN"] }))], at: [`${MAIN}.${DROP}`] },
    {
      name: "with a prefix nothing is dropped",
      stack: [withContainer(having({ drop: ["CAP_ALL"] }))],
      at: [`${MAIN}.${DROP}`],
    },
    {
      name: "init container",
      stack: [withAnother("initContainers", having({ drop: ["ALL"] }), {})],
      at: [`${INIT}.${DROP}`],
    },
    {
      name: "ephemeral container, the main one unknown",
      unremedied: "the rest is not known",
      stack: [withAnother("ephemeralContainers", having(unknown), { name: "debug" })],
      at: [`${POD}.ephemeralContainers[0].${DROP}`],
    },
    {
      name: "the Linux pod of a mixed list",
      remedied: { [`items[1].spec.containers[0].${DROP}`]: 'a list with "ALL"' },
      stack: mixed("linux"),
      at: [`items[1].spec.containers[0].${DROP}`],
    },
  ],
  unknown: [
    { name: "list not known", stack: [withContainer(having({ drop: unknown }))], at: [`${MAIN}.${DROP}`] },
    {
      name: "an entry not known",
      stack: [withContainer(having({ drop: ["CHOWN", unknown] }))],
      at: [`${MAIN}.${DROP}[1]`],
    },
    { name: "system not known", stack: [deployment({ os: unknown })], at: [`${POD}.os.name`] },
  ],
  absent: [
    { name: "no security context", verdict: "fail", stack: [deployment()], at: [`${MAIN}.${DROP}`] },
    { name: "no containers", verdict: "not-applicable", stack: [deployment({ containers: [] })], at: [] },
  ],
  odd: [
    {
      name: "text for a list",
      verdict: "pass",
      stack: [withContainer(having({ drop: "ALL" }))],
      at: [`${MAIN}.${DROP}`],
    },
    {
      name: "capabilities that are text",
      verdict: "undetermined",
      stack: [withContainer(having("ALL"))],
      at: [`${MAIN}.${DROP}`],
    },
  ],
  notApplicable: onWindows,
});

testRule(addsNone, {
  compliant: [
    { name: "none", stack: [withContainer(having({ add: [] }))], at: [`${MAIN}.${ADD}`] },
    { name: "low ports", stack: [withContainer(having({ add: ["NET_BIND_SERVICE"] }))], at: [`${MAIN}.${ADD}[0]`] },
    {
      name: "with prefix, small",
      stack: [withContainer(having({ add: ["cap_net_bind_service"] }))],
      at: [`${MAIN}.${ADD}[0]`],
    },
    {
      name: "one that the organisation allows",
      stack: [withContainer(having({ add: ["CHOWN"] }))],
      parameters: { allowed: ["CAP_CHOWN"] },
      at: [`${MAIN}.${ADD}[0]`],
    },
  ],
  violating: [
    {
      name: "SYS_ADMIN",
      remedied: { [`${MAIN}.${ADD}[1]`]: "left out" },
      stack: [withContainer(having({ add: ["NET_BIND_SERVICE", "SYS_ADMIN"] }))],
      at: [`${MAIN}.${ADD}[1]`],
    },
    { name: "ALL", stack: [withContainer(having({ add: ["ALL"] }))], at: [`${MAIN}.${ADD}[0]`] },
    {
      name: "init container",
      stack: [withAnother("initContainers", {}, having({ add: ["KILL"] }))],
      at: [`${INIT}.${ADD}[0]`],
    },
    {
      name: "one bad, one unknown",
      unremedied: "the rest is not known",
      stack: [withContainer(having({ add: [unknown, "CHOWN"] }))],
      at: [`${MAIN}.${ADD}[1]`],
    },
    {
      name: "none allowed",
      stack: [withContainer(having({ drop: ["ALL"], add: ["NET_BIND_SERVICE"] }))],
      parameters: { allowed: [] },
      at: [`${MAIN}.${ADD}[0]`],
    },
    { name: "the Linux pod of a mixed list", stack: mixed("linux"), at: [`items[1].spec.containers[0].${ADD}[0]`] },
  ],
  unknown: [
    { name: "list not known", stack: [withContainer(having({ add: unknown }))], at: [`${MAIN}.${ADD}`] },
    { name: "entry not known", stack: [withContainer(having({ add: [unknown] }))], at: [`${MAIN}.${ADD}[0]`] },
    { name: "system of the second pod not known", stack: mixed(unknown), at: ["items[1].spec.os.name"] },
  ],
  absent: [{ name: "left out", verdict: "pass", stack: [deployment()], at: [`${MAIN}.${ADD}`] }],
  odd: [
    {
      name: "an entry that is a map",
      verdict: "undetermined",
      stack: [withContainer(having({ add: [{}] }))],
      at: [`${MAIN}.${ADD}[0]`],
    },
    {
      name: "an empty name",
      verdict: "fail",
      stack: [withContainer(having({ add: [""] }))],
      at: [`${MAIN}.${ADD}[0]`],
    },
  ],
  notApplicable: onWindows,
});

testRule(noRawSockets, {
  compliant: [
    { name: "drops it", stack: [withContainer(having({ drop: ["net_raw"] }))], at: [`${MAIN}.${DROP}[0]`] },
    {
      name: "drops all and adds another",
      stack: [withContainer(having({ drop: ["ALL"], add: ["NET_BIND_SERVICE"] }))],
      at: [`${MAIN}.${DROP}[0]`, `${MAIN}.${ADD}[0]`],
    },
  ],
  violating: [
    { name: "drops another", stack: [withContainer(having({ drop: ["CHOWN"] }))], at: [`${MAIN}.${DROP}`] },
    {
      name: "adds it back",
      stack: [withContainer(having({ drop: ["ALL"], add: ["NET_RAW"] }))],
      at: [`${MAIN}.${ADD}[0]`],
    },
    {
      name: "adds all back",
      stack: [withContainer(having({ drop: ["NET_RAW"], add: ["all"] }))],
      at: [`${MAIN}.${ADD}[0]`],
    },
    {
      name: "prefix in add counts",
      stack: [withContainer(having({ drop: ["ALL"], add: ["CAP_NET_RAW"] }))],
      at: [`${MAIN}.${ADD}[0]`],
    },
    {
      name: "prefix in drop does not",
      stack: [withContainer(having({ drop: ["CAP_NET_RAW"] }))],
      at: [`${MAIN}.${DROP}`],
    },
    {
      name: "dropped, and added again",
      remedied: { [`${MAIN}.${ADD}[1]`]: "left out" },
      stack: [withContainer(having({ drop: ["ALL"], add: ["CHOWN", "CAP_NET_RAW"] }))],
      at: [`${MAIN}.${ADD}[1]`],
    },
    {
      name: "adds it, drop unknown",
      unremedied: "the rest is not known",
      stack: [withContainer(having({ drop: unknown, add: ["NET_RAW"] }))],
      at: [`${MAIN}.${ADD}[0]`],
    },
    {
      name: "init container",
      stack: [withAnother("initContainers", having({ drop: ["ALL"] }), {})],
      at: [`${INIT}.${DROP}`],
    },
  ],
  unknown: [
    { name: "drop not known", stack: [withContainer(having({ drop: unknown }))], at: [`${MAIN}.${DROP}`] },
    { name: "add not known", stack: [withContainer(having({ drop: ["ALL"], add: unknown }))], at: [`${MAIN}.${ADD}`] },
  ],
  absent: [{ name: "left out", verdict: "fail", stack: [deployment()], at: [`${MAIN}.${DROP}`] }],
  odd: [
    {
      name: "a security context that is text",
      verdict: "undetermined",
      stack: [withContainer({ securityContext: "x" })],
      at: [`${MAIN}.${DROP}`],
    },
  ],
  notApplicable: onWindows,
});
