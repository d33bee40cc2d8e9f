import { BarChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
echarts.use([SVGRenderer, BarChart, GridComponent]);
const t=performance.now();
const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 400, height: 60 });
chart.setOption({
  animation: false,
  grid: { left: 0, right: 0, top: 0, bottom: 0 },
  xAxis: { type: "value", show: false, max: 10 },
  yAxis: { type: "category", show: false, inverse: true, data: ["a", "b", "c"] },
  series: ["x", "y"].map((s) => ({ type: "bar", stack: "t", barWidth: 16, name: s, data: [3, 0, 2], silent: true, emphasis:{disabled:true}, itemStyle: { color: "url(#p-" + s + ")", borderColor:"var(--paper)", borderWidth: 1 }, label: { show: true, color: "var(--on-" + s + ")", fontSize: 11, formatter: (p: {value:number}) => p.value>1?String(p.value):"" } })),
} as any);
console.log(chart.renderToSVGString());
console.log(performance.now()-t);
