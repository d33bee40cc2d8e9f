import type { ReportFormat } from "../../src/model/index.js";
import { componentDefinition } from "./component.js";
import { hasCrosswalk, mappingCollection } from "./mapping.js";
import { hasFailures, planOfAction } from "./poam.js";
import { assessmentResults } from "./results.js";

export const format = {
  id: "oscal",
  file: "oscal-assessment-results.json",
  description: "OSCAL 1.2.1: assessment results, plan of action and milestones, component definition, mapping",
  render: assessmentResults,
  others: [
    { file: "oscal-poam.json", render: planOfAction, applies: hasFailures },
    { file: "oscal-component-definition.json", render: componentDefinition },
    { file: "oscal-mapping.json", render: mappingCollection, applies: hasCrosswalk },
  ],
} satisfies ReportFormat;
