import { type InputAdapter, InputError } from "../../model/index.js";
import { checkVersion, readDeployment } from "../deployment.js";
import { isObject } from "../json.js";

/** A stack's file in a self-managed state backend: {version, checkpoint: {stack, latest}}. The first version had no such wrapping. */
export const adapter: InputAdapter = {
  format: "checkpoint",
  recognises: (document) => Object.hasOwn(document, "checkpoint") || Object.hasOwn(document, "latest"),
  read: (document, source) => {
    checkVersion(document);
    const checkpoint = document["checkpoint"];
    if (!isObject(checkpoint))
      throw new InputError("must be an object with the latest deployment", { path: "checkpoint" });
    const wrapping = { format: adapter.format, path: "checkpoint.latest", qualified: checkpoint["stack"] };
    return readDeployment(checkpoint["latest"], wrapping, source);
  },
};
