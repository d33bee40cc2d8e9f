export { buildGraph } from "./graph.js";
