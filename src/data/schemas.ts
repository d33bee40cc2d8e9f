import * as z from "zod";
import {
  ATTESTATION_METHODS,
  COVERAGES,
  DEVIATIONS,
  DISPOSITIONS,
  IMPLEMENTATION_STATUSES,
  isDay,
  parseDuration,
  SEVERITIES,
  webAddress,
} from "../model/index.js";

/** Text for people: never empty. */
const text = z.string().regex(/\S/, "expected text, found none");
const ids = z.array(text);
const odpValue = z.union([z.string(), z.number(), z.boolean()], { error: "expected text, a number or true/false" });

const controlSchema = z.strictObject({
  title: text,
  group: text.optional(),
  enhances: text.optional(),
  withdrawn: z.literal(true).optional(),
  baselines: ids.optional(),
  related: ids.optional(),
  /** Who implements it, says SP 800-53 appendix C. */
  level: z.array(z.enum(["organization", "system"])).optional(),
  /** Release in which it first stood. */
  introduced: text.optional(),
  assurance: z.boolean().optional(),
  methods: z.array(z.enum(["EXAMINE", "INTERVIEW", "TEST"])).optional(),
  parameters: z.record(text, text).optional(),
});
export type ControlEntry = z.output<typeof controlSchema>;

/** controls/<catalogue>/catalog/<family>.yaml */
export const familySchema = z.record(text, controlSchema);

/** controls/<catalogue>/catalog.yaml */
export const catalogSchema = z.strictObject({
  id: text,
  title: text,
  version: text,
  publisher: text,
  url: z.url({ protocol: /^https$/ }),
  reporting: z.enum(["satisfaction", "support"]),
  baselines: ids.optional(),
  groups: z.record(text, text),
  controls: familySchema.optional(),
  clauses: z.record(text, text).optional(),
});

/** controls/<catalogue>/dispositions/<family>.yaml */
export const dispositionsSchema = z.record(text, z.strictObject({ disposition: z.enum(DISPOSITIONS), reason: text }));

/** controls/<catalogue>/profiles/<name>.yaml, and profile files of users. */
export const profileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "expected lower-case letters, digits, dots and hyphens"),
  title: text,
  catalog: text,
  baseline: text.optional(),
  extends: text.optional(),
  include: z.union([z.literal("all"), ids], { error: 'expected "all" or a list of control ids' }).optional(),
  exclude: z.record(text, text).optional(),
  parameters: z.record(text, odpValue).optional(),
});
export type ProfileEntry = z.output<typeof profileSchema>;

/** mappings/<catalogue>/<provider>.yaml */
export const mappingSchema = z.strictObject({
  catalog: text,
  provider: text,
  controls: z.record(
    text,
    z.array(
      z.strictObject({
        rule: text,
        coverage: z.enum(COVERAGES),
        because: text,
        statement: text.optional(),
        parameters: z.record(text, text).optional(),
      }),
    ),
  ),
});

/** mappings/unmapped.yaml: rule id to the reason why no catalogue names it. */
export const unmappedSchema = z.record(text, text);

/** controls/crosswalks/<from>--<to>.yaml */
export const crosswalkSchema = z.strictObject({
  from: text,
  to: text,
  newInTarget: ids,
  map: z.record(
    text,
    z.strictObject({
      controls: z.array(z.strictObject({ id: text, partial: z.boolean().optional() })).optional(),
      clauses: ids.optional(),
    }),
  ),
});

/** controls/indicators/<set>.yaml */
export const indicatorsSchema = z.strictObject({
  id: text,
  title: text,
  version: text,
  publisher: text,
  url: z.url({ protocol: /^https$/ }),
  catalog: text,
  themes: z.record(text, text),
  indicators: z.record(
    z.string().regex(/^[A-Z]+-[A-Z]+-[A-Z]+$/, "expected an id as KSI-IAM-ELP, the theme in the middle"),
    z.strictObject({ title: text, controls: ids }),
  ),
});

/** `--parameters FILE`: rule id to parameter to value; the values are for the rules' own schemas. */
export const parametersSchema = z.record(text, z.record(text, z.unknown()));

const day = z.string().refine(isDay, "expected a day of the calendar as YYYY-MM-DD, for example 2026-03-31");
const days = z.int().min(0).max(3650);
/** A selector without a key would select everything by saying nothing. One with an unknown key is told of that alone. */
const saysSomething = (selector: object) => Object.keys(selector).length > 0;
const when = ({ issues }: { issues: readonly unknown[] }) => issues.length === 0;

const exceptionSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "expected letters, digits, dots, hyphens and underscores"),
  rules: z.array(text).min(1, "expected at least one rule id"),
  resources: z
    .array(
      z
        .strictObject({
          urn: z
            .string()
            .regex(/^(urn:pulumi:|[*?])/, 'expected a URN or a glob over URNs: "urn:pulumi:" or a wildcard first')
            .exactOptional(),
          type: text.exactOptional(),
          name: text.exactOptional(),
          tag: z.strictObject({ key: text, value: z.string() }).exactOptional(),
        })
        .refine(saysSomething, { error: "expected at least one of urn, type, name and tag", when }),
    )
    .min(1, "expected at least one selector"),
  stacks: z
    .array(
      z
        .strictObject({
          organization: text.exactOptional(),
          project: text.exactOptional(),
          stack: text.exactOptional(),
        })
        .refine(saysSomething, { error: "expected at least one of organization, project and stack", when }),
    )
    .min(1, "expected at least one stack; leave stacks out for every stack")
    .exactOptional(),
  reason: text,
  ticket: text.exactOptional(),
  compensatingControl: text.exactOptional(),
  deviation: z.enum(DEVIATIONS),
  requestedBy: text,
  approvedBy: text.exactOptional(),
  approvedOn: day.exactOptional(),
  expires: day,
});
export type ExceptionYaml = z.output<typeof exceptionSchema>;

/** `--exceptions FILE` */
export const exceptionsSchema = z.strictObject({
  limits: z
    .strictObject({
      days: z.partialRecord(z.enum(SEVERITIES), days).exactOptional(),
      warnDays: days.exactOptional(),
      operationalRequirement: z.array(z.enum(SEVERITIES)).exactOptional(),
    })
    .exactOptional(),
  exceptions: z.array(exceptionSchema),
});

const duration = z
  .string()
  .refine(
    (value) => parseDuration(value) !== undefined,
    "expected a duration in years, months, weeks and days as P1Y, P6M or P1Y6M",
  );
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, "expected a SHA-256: 64 hexadecimal digits")
  .transform((value) => value.toLowerCase());
const evidenceSchema = z
  .strictObject({
    path: text.exactOptional(),
    url: z
      .url({ protocol: /^https?$/, error: "expected an address that begins with https:// or http://" })
      .exactOptional(),
    sha256: sha256.exactOptional(),
  })
  .refine(({ path, url }) => (path === undefined) !== (url === undefined), {
    error: "expected one of path and url",
    when,
  })
  .refine(({ path, sha256 }) => path === undefined || sha256 !== undefined, {
    error: "a path needs sha256 beside it, the digest of the file",
    when,
  });
export type EvidenceYaml = z.output<typeof evidenceSchema>;

const attestedFields = {
  control: text,
  evidence: z.array(evidenceSchema).exactOptional(),
  attestedBy: text,
  attestedOn: day,
  validFor: duration,
};
const attestationSchema = z.strictObject({
  ...attestedFields,
  /** The id of a part would make the word for a part one for the whole. */
  statement: text
    .regex(/^(?!\S+_(smt|obj)\S*$)/, "expected what is attested, in words: an attestation is for the whole control")
    .exactOptional(),
  owner: text,
  method: z.enum(ATTESTATION_METHODS),
});
export type AttestationYaml = z.output<typeof attestationSchema>;
const inheritanceSchema = z.strictObject({ ...attestedFields, provider: text, authorisation: text });
export type InheritanceYaml = z.output<typeof inheritanceSchema>;

/** `--attestations FILE` */
export const attestationsSchema = z.strictObject({
  limits: z.strictObject({ validFor: duration.exactOptional(), warnDays: days.exactOptional() }).exactOptional(),
  attestations: z.array(attestationSchema).exactOptional(),
  inherited: z.array(inheritanceSchema).exactOptional(),
});

const statements = z.array(text).exactOptional();
const statementFields = {
  status: z.enum(IMPLEMENTATION_STATUSES).exactOptional(),
  validation: statements,
  assessment: statements,
};

/** `--system FILE` */
export const systemSchema = z.strictObject({
  certificationPackageOverview: text.refine(
    (value) => /^https:/i.test(value) && webAddress(value) !== undefined,
    "expected an address that begins with https://",
  ),
  version: text.exactOptional(),
  ports: z
    .array(
      z
        .strictObject({
          service: text.exactOptional(),
          port: z
            .string({ error: 'expected text: put the number in quotes, "443"' })
            .regex(/^\d{1,5}(-\d{1,5})?$/, "expected a port, or a range as 8000-8080")
            .exactOptional(),
          protocol: text.exactOptional(),
          encryption: text.exactOptional(),
          purpose: text.exactOptional(),
        })
        .refine(saysSomething, {
          error: "expected at least one of service, port, protocol, encryption, purpose",
          when,
        }),
    )
    .exactOptional(),
  /** Silence does not load: where no rule is answered yet, somebody says so by {}. */
  requirements: z.record(
    z.string().regex(/^[A-Z]{3}-[A-Z]{3}-[A-Z]{3}$/, "expected the id of a rule as SDR-CSO-FRR"),
    z.strictObject({ ...statementFields, implementation: z.array(text).min(1, "expected how the rule is met") }),
    {
      error: (issue) => (issue.input === undefined ? "expected FedRAMP's rules and how each is met, or {}" : undefined),
    },
  ),
  indicators: z.record(text, z.strictObject({ ...statementFields, implementation: statements })).exactOptional(),
});
export type SystemYaml = z.output<typeof systemSchema>;
