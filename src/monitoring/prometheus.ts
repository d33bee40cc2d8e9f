import { InputError } from "../model/index.js";
import { prometheusText } from "./payload/prometheus.js";
import type { FileTarget, TargetKind } from "./target.js";

/** A file for the textfile collector of Prometheus' node_exporter. */
export const prometheus: TargetKind = {
  usage: "prometheus:FILE",
  open: (file = ""): FileTarget => {
    // The collector says nothing of a file that it passes over.
    if (!/[^/\\]\.prom$/.test(file))
      throw new InputError("prometheus:FILE takes a file that ends in .prom: a textfile collector reads no other");
    return { over: "file", id: "prometheus", name: `prometheus ${file}`, file, text: prometheusText };
  },
};
