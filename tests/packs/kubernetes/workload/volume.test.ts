import { noHostPath, noRuntimeSocket } from "../../../../packs/kubernetes/workload/volume.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { deployment, POD } from "../objects.js";

const mount = (path: unknown) =>
  deployment({
    volumes: [
      { name: "tmp", emptyDir: {} },
      { name: "h", hostPath: { path } },
    ],
  });
const PATH = `${POD}.volumes[1].hostPath`;

testRule(noHostPath, {
  compliant: [
    {
      name: "other volumes",
      stack: [deployment({ volumes: [{ emptyDir: {} }, { configMap: { name: "c" } }] })],
      at: [`${POD}.volumes[1].hostPath`],
    },
    { name: "no volumes", stack: [deployment({ volumes: [] })], at: [`${POD}.volumes`] },
  ],
  violating: [
    { name: "a path", stack: [mount("/var/log")], at: [PATH] },
    { name: "a path not known is still a path", stack: [mount(unknown)], at: [PATH] },
    {
      name: "in a cron job",
      stack: [
        resource("kubernetes:batch/v1:CronJob", "c", {
          spec: { jobTemplate: { spec: { template: { spec: { volumes: [{ hostPath: { path: "/" } }] } } } } },
        }),
      ],
      at: [`spec.jobTemplate.${POD}.volumes[0].hostPath`],
    },
    {
      name: "beside a volume not known",
      stack: [deployment({ volumes: [unknown, { hostPath: { path: "/etc" } }] })],
      at: [PATH],
    },
  ],
  unknown: [
    { name: "volumes not known", stack: [deployment({ volumes: unknown })], at: [`${POD}.volumes`] },
    {
      name: "source not known",
      stack: [deployment({ volumes: [{ hostPath: unknown }] })],
      at: [`${POD}.volumes[0].hostPath`],
    },
  ],
  absent: [{ name: "left out", verdict: "pass", stack: [deployment()], at: [`${POD}.volumes`] }],
  odd: [
    { name: "hostPath null", verdict: "pass", stack: [deployment({ volumes: [{ hostPath: null }] })], at: [] },
    {
      name: "a volume that is text",
      verdict: "undetermined",
      stack: [deployment({ volumes: ["v", "w"] })],
      at: [PATH],
    },
  ],
});

const bad = (path: string) => ({ name: `${path} leads to a socket`, stack: [mount(path)], at: [`${PATH}.path`] });
const good = (path: string) => ({ name: `${path} does not`, stack: [mount(path)], at: [`${PATH}.path`] });

testRule(noRuntimeSocket, {
  compliant: [
    ...["/var/log", "/run/myapp", "/run/docker.sock.d", "/var/running", "/etc/../var/lib", "/runs"].map(good),
    {
      name: "another place of sockets",
      stack: [mount("/run/containerd")],
      parameters: { sockets: ["/opt/engine/e.sock"] },
      at: [`${PATH}.path`],
    },
  ],
  violating: [
    ...[
      "/var/run/docker.sock",
      "/run/docker.sock",
      "/run/containerd/containerd.sock",
      "/var/run/crio/crio.sock",
      "/var/run",
      "/run/",
      "/run//containerd",
      "/run/k3s/../containerd/.",
      "/",
      "/var",
      "/home/user/docker.sock",
      "\\\\.\\pipe\\docker_engine",
    ].map(bad),
    {
      name: "a directory above one of the organisation's sockets",
      stack: [mount("/opt/engine")],
      parameters: { sockets: ["/opt/engine/e.sock"] },
      at: [`${PATH}.path`],
    },
    {
      name: "beside a path not known",
      stack: [deployment({ volumes: [{ hostPath: { path: unknown } }, { hostPath: { path: "/run" } }] })],
      at: [`${PATH}.path`],
    },
  ],
  unknown: [
    { name: "path not known", stack: [mount(unknown)], at: [`${PATH}.path`] },
    { name: "volumes not known", stack: [deployment({ volumes: unknown })], at: [`${POD}.volumes`] },
  ],
  absent: [
    { name: "no volumes", verdict: "pass", stack: [deployment()], at: [`${POD}.volumes`] },
    { name: "no hostPath", verdict: "pass", stack: [deployment({ volumes: [{}, { emptyDir: {} }] })], at: [] },
  ],
  odd: [
    { name: "a path that is a list", verdict: "undetermined", stack: [mount(["/run"])], at: [`${PATH}.path`] },
    { name: "an empty path is the root", verdict: "fail", stack: [mount("")], at: [`${PATH}.path`] },
  ],
});
