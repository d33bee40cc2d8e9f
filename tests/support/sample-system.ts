/** What people say of a made-up system, with the real indicators. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { AssessedSystem, Indicator, IndicatorSet } from "../../src/model/index.js";

type RawSet = Omit<IndicatorSet, "indicators"> & { indicators: Record<string, Pick<Indicator, "title" | "controls">> };

/** controls/indicators/fedramp-ksi-2026.yaml */
export function indicatorSet(): IndicatorSet {
  const file = join(__dirname, "../../controls/indicators/fedramp-ksi-2026.yaml");
  const { indicators, ...set } = parse(readFileSync(file, "utf8")) as RawSet;
  const list = Object.entries(indicators).map(([id, rest]) => ({ id, theme: id.split("-")[1] ?? "", ...rest }));
  return { ...set, indicators: list };
}

/** @param hostile stands in every text of theirs */
export function sampleSystem(hostile = ""): AssessedSystem {
  const said = (text: string) => [`${text}${hostile}`];
  return {
    certificationPackageOverview: "https://trust.example.com/fedramp/overview.json",
    version: `2026.1${hostile}`,
    ports: [{ service: `Shop${hostile}`, port: "443", protocol: "TCP", encryption: "TLS 1.3", purpose: "Web access" }],
    requirements: [
      {
        id: "SDR-CSO-FRR",
        status: "Implemented",
        implementation: said("The pipeline writes the record with every release."),
        validation: said("A release without the record is refused."),
        assessment: said("Three records were compared with the system."),
      },
      { id: "AFC-CSO-INB", implementation: said("One mailbox, read every day."), validation: [], assessment: [] },
    ],
    indicators: [
      {
        id: "KSI-SVC-SIN",
        status: "Implemented",
        implementation: said("Everything at rest is encrypted by keys of our own."),
        validation: [],
        assessment: said("Keys and policies were read."),
      },
      {
        id: "KSI-PIY-RES",
        status: "Implemented",
        implementation: said("The board reads a summary each quarter."),
        validation: [],
        assessment: [],
      },
    ],
    indicatorSet: indicatorSet(),
  };
}
