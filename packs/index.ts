import { Pack, servePack } from "../src/crossguard/index.js";
import { openData } from "../src/data/compiled.js";
import { allRules } from "./rules.js";

servePack(
  {
    name: "konductor",
    displayName: "Konductor",
    description: "Compliance rules mapped to NIST SP 800-53, the FISMA Moderate baseline and ISO/IEC 27001.",
  },
  new Pack(allRules(), openData().frameworks()),
);
