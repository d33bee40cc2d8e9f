import { livenessProbe, readinessProbe } from "../../../../packs/kubernetes/workload/probe.js";
import type { Rule } from "../../../../src/model/index.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { deployment, INIT, inEveryKind, MAIN, POD, withAnother, withContainer } from "../objects.js";

function testProbe(rule: Rule, field: string) {
  const probe = { name: "c", [field]: { httpGet: { path: "/healthz", port: 80 } } };
  const pod = (restartPolicy: unknown) =>
    resource("kubernetes:core/v1:Pod", "p", { spec: { restartPolicy, containers: [{ name: "c" }] } });
  const jobs = inEveryKind({ containers: [{ name: "c" }] }).filter(({ name }) => name.includes("Job"));
  testRule(rule, {
    compliant: [
      { name: "a probe", stack: [withContainer(probe)], at: [`${MAIN}.${field}`] },
      {
        name: "init containers that end need none",
        stack: [withAnother("initContainers", probe, {})],
        at: [`${INIT}.restartPolicy`],
      },
      {
        name: "ephemeral containers have none",
        stack: [withAnother("ephemeralContainers", probe, {})],
        at: [`${MAIN}.${field}`],
      },
      {
        name: "a sidecar with a probe",
        stack: [withAnother("initContainers", probe, { ...probe, restartPolicy: "Always" })],
        at: [`${INIT}.${field}`],
      },
      {
        name: "a probe with a port not known",
        stack: [withContainer({ [field]: { tcpSocket: { port: unknown } } })],
        at: [`${MAIN}.${field}`],
      },
    ],
    violating: [
      {
        name: "a second container, the first unknown",
        stack: [deployment({ containers: [{ [field]: unknown }, {}] })],
        at: [`${POD}.containers[1].${field}`],
      },
      {
        name: "a sidecar without",
        stack: [withAnother("initContainers", probe, { restartPolicy: "Always" })],
        at: [`${INIT}.${field}`],
      },
      { name: "another probe", stack: [withContainer({ startupProbe: { exec: {} } })], at: [`${MAIN}.${field}`] },
      { name: "an empty probe", stack: [withContainer({ [field]: {} })], at: [`${MAIN}.${field}`] },
      { name: "a pod that is started again", stack: [pod("Always")], at: [`spec.containers[0].${field}`] },
      {
        name: "one pod of a list that ends, one that does not",
        stack: [
          resource("kubernetes:core/v1:PodList", "pods", {
            items: [{ spec: { restartPolicy: "Never", containers: [{}] } }, { spec: { containers: [{}] } }],
          }),
        ],
        at: [`items[1].spec.containers[0].${field}`],
      },
    ],
    unknown: [
      { name: "not known", stack: [withContainer({ [field]: unknown })], at: [`${MAIN}.${field}`] },
      { name: "containers not known", stack: [deployment({ containers: unknown })], at: [`${POD}.containers`] },
      { name: "whether the pod ends is not known", stack: [pod(unknown)], at: ["spec.restartPolicy"] },
      {
        name: "whether it is a sidecar is not known",
        stack: [withAnother("initContainers", probe, { restartPolicy: unknown })],
        at: [`${INIT}.restartPolicy`],
      },
    ],
    absent: [
      { name: "left out", verdict: "fail", stack: [deployment()], at: [`${MAIN}.${field}`] },
      { name: "no containers", verdict: "not-applicable", stack: [deployment({ containers: [] })], at: [] },
    ],
    odd: [
      {
        name: "a container that is text",
        verdict: "undetermined",
        stack: [deployment({ containers: ["x"] })],
        at: [`${MAIN}.${field}`],
      },
    ],
    notApplicable: [
      ...jobs.map(({ name, stack }) => ({ name: `ends ${name}`, stack, at: [] })),
      { name: "a pod that ends", stack: [pod("OnFailure")], at: ["spec.restartPolicy"] },
    ],
  });
}

testProbe(livenessProbe, "livenessProbe");
testProbe(readinessProbe, "readinessProbe");
