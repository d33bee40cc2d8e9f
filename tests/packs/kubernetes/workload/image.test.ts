import { fixedTag } from "../../../../packs/kubernetes/workload/image.js";
import { unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";
import { deployment, INIT, inEveryKind, MAIN, POD, withAnother, withContainer } from "../objects.js";

const DIGEST = `sha256:${"0".repeat(64)}`;
const image = (text: unknown) => ({ name: "c", image: text });
const of = (text: string) => ({ name: text, stack: [withContainer(image(text))], at: [`${MAIN}.image`] });

testRule(fixedTag, {
  compliant: [
    ...[
      "nginx:1.27",
      "registry.example.com:5000/team/app:v1",
      `nginx@${DIGEST}`,
      `nginx:latest@${DIGEST}`,
      `localhost:5000/app@${DIGEST}`,
      "nginx:latest-1.2",
    ].map(of),
    {
      name: "a tag that the organisation does not move",
      stack: [withContainer(image("app:latest"))],
      parameters: { movingTags: [] },
      at: [],
    },
    ...inEveryKind({ containers: [image("a:1")] }).map(({ name, stack, path }) => ({
      name,
      stack,
      at: [`${path}.containers[0].image`],
    })),
  ],
  violating: [
    ...["nginx", "nginx:latest", "registry.example.com:5000/team/app", "localhost:5000/app:latest", "app:"].map(of),
    {
      name: "an init container",
      stack: [withAnother("initContainers", image("a:1"), image("b"))],
      at: [`${INIT}.image`],
    },
    {
      name: "an ephemeral container, the main one unknown",
      stack: [withAnother("ephemeralContainers", image(unknown), image("busybox"))],
      at: [`${POD}.ephemeralContainers[0].image`],
    },
    {
      name: "a tag that the organisation moves",
      stack: [withContainer(image("app:main"))],
      parameters: { movingTags: ["main"] },
      at: [`${MAIN}.image`],
    },
  ],
  unknown: [
    { name: "not known", stack: [withContainer(image(unknown))], at: [`${MAIN}.image`] },
    { name: "registry not known", stack: [withContainer(image(`${unknown}/app:1`))], at: [`${MAIN}.image`] },
  ],
  absent: [
    { name: "no image", verdict: "fail", stack: [deployment()], at: [`${MAIN}.image`] },
    { name: "no containers", verdict: "not-applicable", stack: [deployment({ containers: [] })], at: [] },
  ],
  odd: [
    { name: "a map", verdict: "undetermined", stack: [withContainer(image({ tag: "1" }))], at: [`${MAIN}.image`] },
    { name: "an empty text", verdict: "fail", stack: [withContainer(image(""))], at: [`${MAIN}.image`] },
  ],
});
