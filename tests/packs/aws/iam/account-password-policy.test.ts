import {
  lowercase,
  maximumAge,
  minimumLength,
  numbers,
  reusePrevention,
  symbols,
  uppercase,
} from "../../../../packs/aws/iam/account-password-policy.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const policy = (props: Record<string, unknown>) => [
  resource("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "p", props),
];

const CLASSES = [
  [lowercase, "requireLowercaseCharacters", "requireUppercaseCharacters"],
  [uppercase, "requireUppercaseCharacters", "requireLowercaseCharacters"],
  [numbers, "requireNumbers", "requireSymbols"],
  [symbols, "requireSymbols", "requireNumbers"],
] as const;

for (const [rule, property, another] of CLASSES) {
  testRule(rule, {
    compliant: [
      { name: "required", stack: policy({ [property]: true }), at: [property] },
      {
        name: "required, another class not known",
        stack: policy({ [property]: true, [another]: unknown }),
        at: [property],
      },
    ],
    violating: [
      { name: "not required", stack: policy({ [property]: false }), at: [property] },
      { name: "only another class", stack: policy({ [another]: true }), at: [property] },
    ],
    unknown: [{ name: "not known", stack: policy({ [property]: unknown }), at: [property] }],
    absent: [{ name: "left out: not required", verdict: "fail", stack: policy({}), at: [property] }],
    odd: [
      { name: "boolean as text", verdict: "pass", stack: policy({ [property]: "true" }), at: [property] },
      { name: "number", verdict: "undetermined", stack: policy({ [property]: 1 }), at: [property] },
    ],
  });
}

testRule(minimumLength, {
  compliant: [
    { name: "fourteen", stack: policy({ minimumPasswordLength: 14 }), at: ["minimumPasswordLength"] },
    {
      name: "as the organisation wants",
      stack: policy({ minimumPasswordLength: 16 }),
      at: ["minimumPasswordLength"],
      parameters: { minLength: 16 },
    },
  ],
  violating: [
    { name: "one short", stack: policy({ minimumPasswordLength: 13 }), at: ["minimumPasswordLength"] },
    {
      name: "shorter than the organisation wants",
      stack: policy({ minimumPasswordLength: 14 }),
      at: ["minimumPasswordLength"],
      parameters: { minLength: 16 },
    },
  ],
  unknown: [{ name: "not known", stack: policy({ minimumPasswordLength: unknown }), at: ["minimumPasswordLength"] }],
  absent: [
    { name: "left out: six", verdict: "fail", stack: policy({}), at: ["minimumPasswordLength"] },
    {
      name: "left out, and six are enough",
      verdict: "pass",
      stack: policy({}),
      at: ["minimumPasswordLength"],
      parameters: { minLength: 6 },
    },
  ],
  odd: [
    {
      name: "number as text",
      verdict: "pass",
      stack: policy({ minimumPasswordLength: "20" }),
      at: ["minimumPasswordLength"],
    },
    {
      name: "list",
      verdict: "undetermined",
      stack: policy({ minimumPasswordLength: [14] }),
      at: ["minimumPasswordLength"],
    },
  ],
});

testRule(maximumAge, {
  compliant: [
    { name: "ninety days", stack: policy({ maxPasswordAge: 90 }), at: ["maxPasswordAge"] },
    { name: "one day", stack: policy({ maxPasswordAge: 1 }), at: ["maxPasswordAge"] },
    {
      name: "as the organisation wants",
      stack: policy({ maxPasswordAge: 60 }),
      at: ["maxPasswordAge"],
      parameters: { maxAgeDays: 60 },
    },
  ],
  violating: [
    { name: "one day more", stack: policy({ maxPasswordAge: 91 }), at: ["maxPasswordAge"] },
    { name: "zero: never", stack: policy({ maxPasswordAge: 0 }), at: ["maxPasswordAge"] },
    {
      name: "expired passwords cannot be changed",
      unremedied: "their users would be locked out",
      stack: policy({ maxPasswordAge: 0, hardExpiry: true }),
      at: ["maxPasswordAge"],
    },
    {
      name: "whether expired passwords can be changed is not known",
      unremedied: "their users might be locked out",
      stack: policy({ maxPasswordAge: 0, hardExpiry: unknown }),
      at: ["maxPasswordAge"],
    },
    {
      name: "longer than the organisation wants",
      stack: policy({ maxPasswordAge: 90 }),
      at: ["maxPasswordAge"],
      parameters: { maxAgeDays: 60 },
    },
  ],
  unknown: [{ name: "not known", stack: policy({ maxPasswordAge: unknown }), at: ["maxPasswordAge"] }],
  absent: [{ name: "left out: never", verdict: "fail", stack: policy({}), at: ["maxPasswordAge"] }],
  odd: [
    { name: "negative", verdict: "fail", stack: policy({ maxPasswordAge: -1 }), at: ["maxPasswordAge"] },
    { name: "words", verdict: "undetermined", stack: policy({ maxPasswordAge: "90 days" }), at: ["maxPasswordAge"] },
  ],
});

testRule(reusePrevention, {
  compliant: [
    { name: "twenty-four", stack: policy({ passwordReusePrevention: 24 }), at: ["passwordReusePrevention"] },
    {
      name: "as the organisation wants",
      stack: policy({ passwordReusePrevention: 5 }),
      at: ["passwordReusePrevention"],
      parameters: { remembered: 5 },
    },
  ],
  violating: [
    { name: "one fewer", stack: policy({ passwordReusePrevention: 23 }), at: ["passwordReusePrevention"] },
    { name: "zero", stack: policy({ passwordReusePrevention: 0 }), at: ["passwordReusePrevention"] },
  ],
  unknown: [
    { name: "not known", stack: policy({ passwordReusePrevention: unknown }), at: ["passwordReusePrevention"] },
  ],
  absent: [{ name: "left out: none", verdict: "fail", stack: policy({}), at: ["passwordReusePrevention"] }],
  odd: [
    {
      name: "number as text",
      verdict: "pass",
      stack: policy({ passwordReusePrevention: "24" }),
      at: ["passwordReusePrevention"],
    },
    {
      name: "boolean",
      verdict: "undetermined",
      stack: policy({ passwordReusePrevention: true }),
      at: ["passwordReusePrevention"],
    },
  ],
});
