import { noSecretsInEnvironment } from "../../../../packs/kubernetes/workload/environment.js";
import { unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { deployment, INIT, MAIN, withAnother, withContainer } from "../objects.js";

const secretKeyRef = { name: "db", key: "password" };
const reference = {
  name: "c",
  env: [
    { name: "A", value: "x" },
    { name: "B", valueFrom: { secretKeyRef } },
  ],
};

testRule(noSecretsInEnvironment, {
  compliant: [
    {
      name: "plain values",
      stack: [withContainer({ env: [{ name: "A", value: "x" }] })],
      at: [`${MAIN}.env[0].valueFrom.secretKeyRef`],
    },
    {
      name: "references to config maps and fields",
      stack: [
        withContainer({
          env: [
            { name: "A", valueFrom: { configMapKeyRef: { name: "c" } } },
            { name: "B", valueFrom: { fieldRef: {} } },
          ],
          envFrom: [{ configMapRef: { name: "c" } }],
        }),
      ],
      at: [`${MAIN}.env[1].valueFrom.secretKeyRef`, `${MAIN}.envFrom[0].secretRef`],
    },
    {
      name: "a secret mounted as files",
      stack: [
        withContainer(
          { env: [], volumeMounts: [{ name: "s" }] },
          { volumes: [{ name: "s", secret: { secretName: "db" } }] },
        ),
      ],
      at: [`${MAIN}.env`],
    },
  ],
  violating: [
    { name: "one key", stack: [withContainer(reference)], at: [`${MAIN}.env[1].valueFrom.secretKeyRef`] },
    {
      name: "all keys",
      stack: [withContainer({ envFrom: [{ prefix: "X" }, { secretRef: { name: "db" } }] })],
      at: [`${MAIN}.envFrom[1].secretRef`],
    },
    {
      name: "an init container",
      stack: [withAnother("initContainers", {}, reference)],
      at: [`${INIT}.env[1].valueFrom.secretKeyRef`],
    },
    {
      name: "a secret whose name is not known",
      stack: [withContainer({ envFrom: [{ secretRef: { name: unknown } }] })],
      at: [`${MAIN}.envFrom[0].secretRef`],
    },
    {
      name: "beside variables not known",
      stack: [withContainer({ ...reference, envFrom: unknown })],
      at: [`${MAIN}.env[1].valueFrom.secretKeyRef`],
    },
  ],
  unknown: [
    { name: "variables not known", stack: [withContainer({ env: unknown })], at: [`${MAIN}.env`] },
    {
      name: "source not known",
      stack: [withContainer({ env: [{ name: "A", valueFrom: unknown }] })],
      at: [`${MAIN}.env[0].valueFrom.secretKeyRef`],
    },
    { name: "sources not known", stack: [withContainer({ envFrom: [unknown] })], at: [`${MAIN}.envFrom[0].secretRef`] },
  ],
  absent: [
    { name: "no variables", verdict: "pass", stack: [deployment()], at: [`${MAIN}.env`, `${MAIN}.envFrom`] },
    { name: "no containers", verdict: "not-applicable", stack: [deployment({ containers: [] })], at: [] },
  ],
  odd: [
    {
      name: "a variable that is text",
      verdict: "undetermined",
      stack: [withContainer({ env: ["A=b"] })],
      at: [`${MAIN}.env[0].valueFrom.secretKeyRef`],
    },
  ],
});
