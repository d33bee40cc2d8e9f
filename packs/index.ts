import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "../src/crossguard/index.js";
import { openData } from "../src/data/compiled.js";
import { allRules } from "./rules.js";

// The engine reads a port from the first line of standard output: nothing may be written there before.
new PolicyPack("konductor", {
  displayName: "Konductor",
  description: "Compliance rules mapped to NIST SP 800-53, the FISMA Moderate baseline and ISO/IEC 27001.",
  policies: policiesOf(allRules(), openData().frameworks()),
});
