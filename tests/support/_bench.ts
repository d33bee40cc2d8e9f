import { sampleAssessment } from "./assessment.js";
const a = sampleAssessment({ resources: Number(process.argv[2] ?? 1000), stacks: Number(process.argv[3] ?? 3) });
(async () => {
const t = performance.now(); const c0=process.cpuUsage();
const { format } = await import("../../reports/html/render.js");
let n = 0; for (const c of format.render(a)) n += c.length;
const c1=process.cpuUsage(c0); const t2 = performance.now();
n = 0; for (const c of format.render(a)) n += c.length;
console.log(n, "first with load", Math.round(t2 - t), "cpu", (c1.user+c1.system)/1000, "second", Math.round(performance.now() - t2));
})();
