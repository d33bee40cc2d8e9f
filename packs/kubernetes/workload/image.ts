import { z } from "../../../src/authoring/index.js";
import { hasDigest, tagOf } from "../shared/image.js";
import { containerRule } from "../shared/workload.js";

export const fixedTag = containerRule({
  id: "k8s-image-tag-fixed",
  title: "Images are named by a fixed tag or a digest",
  severity: "medium",
  rationale: "Under a tag that moves, what runs is not what was tested and scanned, and differs from node to node.",
  remediation: "Give image a version tag, or better its digest: registry/name@sha256:….",
  limits:
    "Any tag but those of `movingTags` counts as fixed, though a registry may let it be pushed anew. Image volumes are not judged.",
  parameters: {
    movingTags: z
      .array(z.string())
      .default(["latest"])
      .describe("Tags that are moved from release to release, such as latest, stable or main."),
  },
  check: (container, _, { movingTags }) =>
    container.get("image").matches((image) => {
      if (hasDigest(image)) return true;
      const tag = tagOf(image);
      return tag !== undefined && tag !== "" && !movingTags.includes(tag);
    }, "a version tag or a digest"),
});
