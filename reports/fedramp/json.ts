import type { Assessment, SystemStatement } from "../../src/model/index.js";
import type { EvidenceItem } from "./evidence.js";
import { type ControlDecision, type IndicatorDecision, recordOf } from "./record.js";

/** The record by FedRAMP's schema of 2026-06-24, and the metadata that the rule SDR-CSO-MTD demands and the schema has no member for. */
export function* recordJson(assessment: Assessment): Generator<string> {
  const { overview, version, updated, source, ports, requirements, controls, indicators } = recordOf(assessment);
  const record = {
    certificationPackageOverviewUri: overview,
    metadata: { version, lastUpdated: updated, source },
    portsAndProtocols: ports.length === 0 ? undefined : ports.map(portJson),
    fedRampRequirements: requirements.map(requirementJson),
    keySecurityIndicators: indicators.map(indicatorJson),
    securityControls: controls.map(controlJson),
  };
  yield `${JSON.stringify(record, undefined, 2)}\n`;
}

function portJson({ service, port, protocol, encryption, purpose }: ReturnType<typeof recordOf>["ports"][number]) {
  return { serviceName: service, portNumber: port, transportProtocol: protocol, encryption, purpose };
}

function requirementJson({ id, status, implementation, validation, assessment }: SystemStatement) {
  return {
    frrID: id,
    frrImplementationStatus: status,
    frrImplementation: implementation,
    frrValidation: validation,
    frrAssessment: assessment,
  };
}

function indicatorJson(indicator: IndicatorDecision) {
  const { id, status, implementation, validation, assessment, tests, evidence } = indicator;
  return {
    ksiId: id,
    ksiImplementationStatus: status,
    ksiImplementation: implementation,
    ksiValidation: validation,
    ksiAssessment: assessment,
    ksiTests: tests,
    ksiEvidence: evidence.map(evidenceJson),
  };
}

function evidenceJson({ type, description, location, text, updated }: EvidenceItem) {
  return {
    evidenceType: type,
    evidenceDescription: description,
    evidenceLocation: location,
    evidenceText: text,
    lastUpdated: updated,
  };
}

function controlJson({ id, parameters, status, sentences: [first, ...list] }: ControlDecision) {
  return {
    controlId: id,
    parameterValues:
      parameters.length === 0
        ? undefined
        : parameters.map(({ id, value }) => ({ parameterId: id, parameterValue: value })),
    controlImplementationStatus: status,
    controlImplementationDescription: [`${first}\n`, ...list.map((line) => `- ${line}`)].join("\n").trimEnd(),
  };
}
