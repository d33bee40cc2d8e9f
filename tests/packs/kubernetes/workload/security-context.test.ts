import {
  noPrivilegeEscalation,
  notPrivileged,
  readOnlyRoot,
  runsAsNonRoot,
  seccompProfile,
  securityContextSet,
} from "../../../../packs/kubernetes/workload/security-context.js";
import type { Rule } from "../../../../src/model/index.js";
import { resource, unknown } from "../../../support/resources.js";
import { type Case, testRule } from "../../../support/rule-tester.js";
import { DEPLOYMENT, deployment, INIT, inEveryKind, MAIN, POD, withAnother, withContainer } from "../objects.js";

const context = (settings: unknown) => ({ name: "c", securityContext: settings });
const WINDOWS = { os: { name: "windows" } };

const NON_ROOT = "securityContext.runAsNonRoot";
const nonRoot = (runAsNonRoot: unknown) => context({ runAsNonRoot });

testRule(runsAsNonRoot, {
  compliant: [
    { name: "for the pod", stack: [deployment(nonRoot(true))], at: [`${POD}.${NON_ROOT}`] },
    { name: "for the container", stack: [withContainer(nonRoot(true))], at: [`${MAIN}.${NON_ROOT}`] },
    {
      name: "the container overrides the pod",
      stack: [withContainer(nonRoot(true), nonRoot(false))],
      at: [`${MAIN}.${NON_ROOT}`],
    },
    { name: "the container decides, the pod unknown", stack: [withContainer(nonRoot(true), nonRoot(unknown))], at: [] },
    ...inEveryKind({ containers: [nonRoot(true)] }).map(({ name, stack, path }) => ({
      name,
      stack,
      at: [`${path}.containers[0].${NON_ROOT}`],
    })),
  ],
  violating: [
    {
      name: "false for a container",
      stack: [withContainer(nonRoot(false), nonRoot(true))],
      at: [`${MAIN}.${NON_ROOT}`],
    },
    {
      name: "an init container",
      stack: [withAnother("initContainers", nonRoot(true), {})],
      at: [`${POD}.${NON_ROOT}`],
    },
    {
      name: "an ephemeral container, the main one unknown",
      unremedied: "the rest is not known",
      stack: [withAnother("ephemeralContainers", nonRoot(unknown), nonRoot(false))],
      at: [`${POD}.ephemeralContainers[0].${NON_ROOT}`],
    },
    { name: "false as text", stack: [withContainer(nonRoot("false"))], at: [`${MAIN}.${NON_ROOT}`] },
    {
      name: "root for the container",
      unremedied: "it could not start",
      stack: [withContainer(context({ runAsUser: 0 }))],
      at: [`${POD}.${NON_ROOT}`],
    },
    {
      name: "root for the pod",
      unremedied: "it could not start",
      stack: [withContainer({}, context({ runAsUser: 0 }))],
      at: [`${POD}.${NON_ROOT}`],
    },
    {
      name: "root for the pod, somebody else for the container",
      remedied: { [`${MAIN}.${NON_ROOT}`]: "true" },
      stack: [withContainer(context({ runAsUser: 1000 }), context({ runAsUser: 0 }))],
      at: [`${POD}.${NON_ROOT}`],
    },
    {
      name: "a user who is not known",
      unremedied: "it may be root",
      stack: [withContainer(context({ runAsUser: unknown }))],
      at: [`${POD}.${NON_ROOT}`],
    },
    { name: "Windows has users as well", stack: [deployment(WINDOWS)], at: [`${POD}.${NON_ROOT}`] },
  ],
  unknown: [
    { name: "pod not known", stack: [deployment(nonRoot(unknown))], at: [`${POD}.${NON_ROOT}`] },
    {
      name: "container not known",
      stack: [withContainer(nonRoot(unknown), nonRoot(true))],
      at: [`${MAIN}.${NON_ROOT}`],
    },
    {
      name: "containers not known",
      stack: [deployment({ ...nonRoot(true), containers: unknown })],
      at: [`${POD}.containers`],
    },
  ],
  absent: [
    { name: "left out", verdict: "fail", stack: [deployment()], at: [`${POD}.${NON_ROOT}`] },
    { name: "no pod", verdict: "not-applicable", stack: [resource(DEPLOYMENT, "web", { metadata: {} })], at: [] },
  ],
  odd: [
    { name: "text", verdict: "undetermined", stack: [deployment(nonRoot("yes"))], at: [`${POD}.${NON_ROOT}`] },
    {
      name: "a template that is text",
      verdict: "undetermined",
      stack: [resource(DEPLOYMENT, "web", { spec: { template: "x" } })],
      at: [`${POD}.containers`],
    },
  ],
});

/** Settings of the container alone, without a default of the pod. */
function testOwnSetting(
  rule: Rule,
  field: string,
  wanted: boolean,
  whenAbsent: "pass" | "fail",
  forLinux: boolean,
  violating: readonly Case[] = [],
) {
  const setting = (value: unknown) => context({ [field]: value });
  const at = `securityContext.${field}`;
  testRule(rule, {
    compliant: [
      { name: "as wanted", stack: [withContainer(setting(wanted))], at: [`${MAIN}.${at}`] },
      { name: "as text", stack: [withContainer(setting(String(wanted)))], at: [`${MAIN}.${at}`] },
      {
        name: "in every kind of container",
        stack: [
          deployment({
            containers: [setting(wanted)],
            initContainers: [setting(wanted)],
            ephemeralContainers: [setting(wanted)],
          }),
        ],
        at: [`${INIT}.${at}`],
      },
    ],
    violating: [
      ...violating,
      { name: "the opposite", stack: [withContainer(setting(!wanted))], at: [`${MAIN}.${at}`] },
      {
        name: "an init container",
        stack: [withAnother("initContainers", setting(wanted), setting(!wanted))],
        at: [`${INIT}.${at}`],
      },
      {
        name: "an ephemeral container, the main one unknown",
        unremedied: "the rest is not known",
        stack: [withAnother("ephemeralContainers", setting(unknown), setting(!wanted))],
        at: [`${POD}.ephemeralContainers[0].${at}`],
      },
      {
        name: "on Linux by name",
        stack: [withContainer(setting(!wanted), { os: { name: "linux" } })],
        at: [`${MAIN}.${at}`],
      },
    ],
    unknown: [
      { name: "not known", stack: [withContainer(setting(unknown))], at: [`${MAIN}.${at}`] },
      { name: "context not known", stack: [withContainer({ securityContext: unknown })], at: [`${MAIN}.${at}`] },
      {
        name: "init containers not known",
        stack: [deployment({ containers: [setting(wanted)], initContainers: unknown })],
        at: [`${POD}.initContainers`],
      },
      ...(forLinux
        ? [
            {
              name: "system not known",
              stack: [withContainer(setting(!wanted), { os: { name: unknown } })],
              at: [`${POD}.os.name`],
            },
          ]
        : []),
    ],
    absent: [
      { name: "left out", verdict: whenAbsent, stack: [deployment()], at: [`${MAIN}.${at}`] },
      {
        name: "set for the pod, which has no such field",
        verdict: whenAbsent,
        stack: [deployment(setting(wanted))],
        at: [`${MAIN}.${at}`],
      },
    ],
    odd: [
      { name: "a word", verdict: "undetermined", stack: [withContainer(setting("maybe"))], at: [`${MAIN}.${at}`] },
      {
        name: "a container that is text",
        verdict: "undetermined",
        stack: [deployment({ containers: ["x"] })],
        at: [`${MAIN}.${at}`],
      },
    ],
    notApplicable: forLinux
      ? [{ name: "a Windows pod", stack: [withContainer({ name: "c" }, WINDOWS)], at: [`${POD}.os.name`] }]
      : [{ name: "no containers", stack: [deployment({ containers: [] })], at: [] }],
  });
}

const ESCALATION = `${MAIN}.securityContext.allowPrivilegeEscalation`;
const refused = (name: string, settings: object): Case => ({
  name,
  unremedied: "Kubernetes would refuse it",
  stack: [withContainer(context(settings))],
  at: [ESCALATION],
});
testOwnSetting(noPrivilegeEscalation, "allowPrivilegeEscalation", false, "fail", true, [
  refused("privileged", { privileged: true }),
  refused("as good as privileged", { capabilities: { add: ["CHOWN", "CAP_SYS_ADMIN"] } }),
  {
    name: "neither privileged nor as good",
    stack: [withContainer(context({ privileged: false, capabilities: { add: ["CHOWN"] } }))],
    at: [ESCALATION],
  },
]);
testOwnSetting(notPrivileged, "privileged", false, "pass", false);
testOwnSetting(readOnlyRoot, "readOnlyRootFilesystem", true, "fail", true);

const seccomp = (type: unknown) => context({ seccompProfile: { type } });
const TYPE = "securityContext.seccompProfile.type";

testRule(seccompProfile, {
  compliant: [
    { name: "for the pod", stack: [deployment(seccomp("RuntimeDefault"))], at: [`${POD}.${TYPE}`] },
    { name: "a profile of one's own", stack: [withContainer(seccomp("Localhost"))], at: [`${MAIN}.${TYPE}`] },
    {
      name: "the container overrides the pod",
      stack: [withContainer(seccomp("RuntimeDefault"), seccomp("Unconfined"))],
      at: [`${MAIN}.${TYPE}`],
    },
  ],
  violating: [
    { name: "Unconfined for the pod", stack: [deployment(seccomp("Unconfined"))], at: [`${POD}.${TYPE}`] },
    {
      name: "Unconfined for a container",
      remedied: { [`${MAIN}.securityContext.seccompProfile`]: '{"type":"RuntimeDefault"}' },
      stack: [withContainer(seccomp("Unconfined"), seccomp("RuntimeDefault"))],
      at: [`${MAIN}.${TYPE}`],
    },
    {
      name: "Unconfined for an init container, the pod unknown",
      unremedied: "the rest is not known",
      stack: [deployment({ ...seccomp(unknown), initContainers: [seccomp("Unconfined")] })],
      at: [`${INIT}.${TYPE}`],
    },
    {
      name: "a profile without a type",
      stack: [withContainer(context({ seccompProfile: {} }))],
      at: [`${MAIN}.${TYPE}`],
    },
    { name: "another spelling", stack: [deployment(seccomp("runtime/default"))], at: [`${POD}.${TYPE}`] },
  ],
  unknown: [
    { name: "pod not known", stack: [deployment(seccomp(unknown))], at: [`${POD}.${TYPE}`] },
    {
      name: "container not known",
      stack: [withContainer(seccomp(unknown), seccomp("RuntimeDefault"))],
      at: [`${MAIN}.${TYPE}`],
    },
  ],
  absent: [{ name: "left out", verdict: "fail", stack: [deployment()], at: [`${POD}.${TYPE}`] }],
  odd: [
    {
      name: "a profile that is text",
      verdict: "undetermined",
      stack: [deployment(context({ seccompProfile: "RuntimeDefault" }))],
      at: [`${POD}.${TYPE}`],
    },
  ],
  notApplicable: [{ name: "a Windows pod", stack: [deployment(WINDOWS)], at: [`${POD}.os.name`] }],
});

const SET = context({ runAsUser: 1 });

testRule(securityContextSet, {
  compliant: [
    { name: "both", stack: [withContainer(SET, SET)], at: [`${POD}.securityContext`, `${MAIN}.securityContext`] },
    {
      name: "with a setting not known",
      stack: [withContainer(context({ runAsUser: unknown }), SET)],
      at: [`${MAIN}.securityContext`],
    },
  ],
  violating: [
    { name: "pod alone", stack: [deployment(SET)], at: [`${MAIN}.securityContext`] },
    { name: "container alone", stack: [withContainer(SET)], at: [`${POD}.securityContext`] },
    {
      name: "an init container without",
      stack: [deployment({ ...SET, containers: [SET], initContainers: [{}] })],
      at: [`${INIT}.securityContext`],
    },
    { name: "empty", stack: [withContainer(SET, context({}))], at: [`${POD}.securityContext`] },
    {
      name: "the pod without, the container unknown",
      stack: [withContainer(context(unknown))],
      at: [`${POD}.securityContext`],
    },
  ],
  unknown: [
    { name: "pod not known", stack: [withContainer(SET, context(unknown))], at: [`${POD}.securityContext`] },
    { name: "container not known", stack: [withContainer(context(unknown), SET)], at: [`${MAIN}.securityContext`] },
  ],
  absent: [
    {
      name: "left out",
      verdict: "fail",
      stack: [deployment()],
      at: [`${POD}.securityContext`, `${MAIN}.securityContext`],
    },
  ],
  odd: [
    {
      name: "a pod spec that is text",
      verdict: "undetermined",
      stack: [resource(DEPLOYMENT, "web", { spec: { template: { spec: "x" } } })],
      at: [`${POD}.securityContext`],
    },
  ],
});
