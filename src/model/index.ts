export * from "./assessment.js";
export * from "./catalog.js";
export * from "./graph.js";
export * from "./input.js";
export * from "./report.js";
export * from "./rule.js";
export * from "./stack.js";
export * from "./value.js";
