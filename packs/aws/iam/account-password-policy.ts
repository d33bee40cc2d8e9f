import type * as aws from "@pulumi/aws";
import { all, kind, rule, z } from "../../../src/authoring/index.js";

const passwordPolicy = kind<aws.iam.AccountPasswordPolicyArgs>({
  name: "account password policy",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
});

const LIMITS =
  "An account for which no stack declares an AccountPasswordPolicy is not seen, nor are passwords at an identity provider.";

const NEXT_CHANGE = "Passwords in use stay valid: it holds from the next change of a password on.";

/** A rule that one class of characters is required; AWS requires none unless told. */
function requires(
  id: string,
  property: `require${"Lowercase" | "Uppercase"}Characters` | "requireNumbers" | "requireSymbols",
  what: string,
) {
  return rule({
    id,
    title: `IAM passwords contain ${what}`,
    severity: "low",
    resource: passwordPolicy,
    rationale: `Without ${what} a password of the same length has fewer possibilities to try.`,
    remediation: `Set ${property} to true.`,
    limits: `${LIMITS} Length protects better than classes of characters.`,
    check: (policy) => policy.get(property).or(false).is(true),
    remedy: {
      does: `Sets ${property} to true.`,
      risk: NEXT_CHANGE,
      apply: (policy) => policy.get(property).set(true),
    },
  });
}

export const lowercase = requires("aws-iam-password-lowercase", "requireLowercaseCharacters", "a lower-case letter");
export const uppercase = requires("aws-iam-password-uppercase", "requireUppercaseCharacters", "an upper-case letter");
export const numbers = requires("aws-iam-password-number", "requireNumbers", "a digit");
export const symbols = requires("aws-iam-password-symbol", "requireSymbols", "a symbol");

export const minimumLength = rule({
  id: "aws-iam-password-min-length-14",
  title: "IAM passwords are long enough",
  severity: "medium",
  resource: passwordPolicy,
  rationale: "Each further character multiplies the time that guessing takes; the provider's default is six.",
  remediation: "Set minimumPasswordLength to 14 or more.",
  limits: LIMITS,
  parameters: {
    minLength: z.number().int().min(6).max(128).default(14).describe("Fewest characters of a password"),
  },
  check: (policy, { minLength }) => policy.get("minimumPasswordLength").or(6).atLeast(minLength),
  remedy: {
    does: "Sets minimumPasswordLength to `minLength`.",
    risk: NEXT_CHANGE,
    apply: (policy, { minLength }) => policy.get("minimumPasswordLength").set(minLength),
  },
});

export const maximumAge = rule({
  id: "aws-iam-password-max-age-90",
  title: "IAM passwords expire",
  severity: "low",
  resource: passwordPolicy,
  rationale: "A password that somebody else learnt unnoticed is of use to them only until it expires.",
  remediation: "Set maxPasswordAge to 90 days or fewer; 0 means that passwords never expire.",
  limits: `${LIMITS} NIST SP 800-63B advises against expiry without cause: leave the rule out where that is followed.`,
  parameters: {
    maxAgeDays: z
      .number()
      .int()
      .min(1)
      .max(1095)
      .default(90)
      .describe("Days after which a password expires at the latest"),
  },
  check: (policy, { maxAgeDays }) => {
    const age = policy.get("maxPasswordAge").or(0);
    return all(age.atLeast(1), age.atMost(maxAgeDays));
  },
  remedy: {
    does: "Sets maxPasswordAge to `maxAgeDays`, unless hardExpiry is true.",
    risk: "Users whose password is older have to change it when they sign in next.",
    apply: (policy, { maxAgeDays }) => {
      if (policy.get("hardExpiry").is(true)) policy.decline("with hardExpiry users of older passwords are locked out");
      policy.get("maxPasswordAge").set(maxAgeDays);
    },
  },
});

export const reusePrevention = rule({
  id: "aws-iam-password-reuse-24",
  title: "IAM passwords cannot be used again",
  severity: "low",
  resource: passwordPolicy,
  rationale: "Somebody who may go back to an old password goes back to one that may have leaked meanwhile.",
  remediation: "Set passwordReusePrevention to 24, the most that IAM remembers.",
  limits: LIMITS,
  parameters: {
    remembered: z.number().int().min(1).max(24).default(24).describe("Earlier passwords that cannot be used again"),
  },
  check: (policy, { remembered }) => policy.get("passwordReusePrevention").or(0).atLeast(remembered),
  remedy: {
    does: "Sets passwordReusePrevention to `remembered`.",
    risk: NEXT_CHANGE,
    apply: (policy, { remembered }) => policy.get("passwordReusePrevention").set(remembered),
  },
});
