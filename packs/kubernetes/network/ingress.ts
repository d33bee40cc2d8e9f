import type { types } from "@pulumi/kubernetes";
import { all, fail, kind, PASS, rule, unknown } from "../../../src/authoring/index.js";
import { tokensByKind } from "../shared/kinds.generated.js";
import { everyObject } from "../shared/meta.js";

const ingress = kind<types.input.networking.v1.Ingress>({
  name: "ingress",
  types: [...tokensByKind.Ingress, ...tokensByKind.IngressList],
  identifiedBy: [],
});

/** Annotations of ingress-nginx, under its old prefix too, and of NGINX's own controller, that hold raw configuration. */
const SNIPPET = /^(nginx\.ingress\.kubernetes\.io|ingress\.kubernetes\.io|nginx\.org)\/.*-snippets?$/;

export const noSnippets = rule({
  id: "k8s-ingress-nginx-no-snippets",
  title: "Ingresses carry no nginx snippets",
  severity: "high",
  resource: ingress,
  rationale:
    "A snippet is put into the controller's configuration as it is: who may write an Ingress can read every secret that the controller can (CVE-2021-25742).",
  remediation:
    "Remove the annotations that end in -snippet or -snippets, and set allow-snippet-annotations to false in the controller.",
  limits:
    "A controller with a prefix of its own for annotations is not recognised, nor snippets in its ConfigMap or in custom resources.",
  check: (subject) =>
    everyObject(subject, (object) => {
      const annotations = object.get("metadata", "annotations");
      const entries = annotations.entries();
      if (entries === undefined) return unknown(annotations, "known annotations");
      const snippets = entries.filter(([name, value]) => SNIPPET.test(name) && !value.isAbsent);
      return snippets.length === 0 ? PASS : all(...snippets.map(([, value]) => fail(value, "no snippet")));
    }),
});
