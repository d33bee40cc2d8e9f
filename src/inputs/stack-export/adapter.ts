import type { InputAdapter } from "../../model/index.js";
import { checkVersion, readDeployment } from "../deployment.js";

/** `pulumi stack export`: {version, deployment}. */
export const adapter: InputAdapter = {
  format: "stack export",
  recognises: (document) => Object.hasOwn(document, "deployment"),
  read: (document, source) => {
    checkVersion(document);
    return readDeployment(document["deployment"], { format: adapter.format, path: "deployment" }, source);
  },
};
