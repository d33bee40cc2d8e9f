/** The style of the page; its hash stands in the policy of the page. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fff; --panel: #f5f6f8; --ink: #1b2026; --soft: #59626d; --line: #d3d8de;
  --against: #a8321a; --open: #7a4f00; --for: #0a5c9e; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #14171b; --panel: #1c2026; --ink: #e7e9ec; --soft: #a5aeb9; --line: #323942;
    --against: #ff9c85; --open: #f2bd5a; --for: #7fbdf2; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 1600px; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1, h2 { line-height: 1.25; margin: 0 0 .4rem; font-weight: 650; text-wrap: balance; }
h1 { font-size: 1.85rem; }
h2 { font-size: 1.35rem; margin-top: 2.2rem; }
p { margin: 0 0 .6rem; max-width: 80ch; }
.soft { color: var(--soft); }
.tally { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; margin: .6rem 0 1.2rem; padding: 0; list-style: none; }
.tally b { font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
th, td { padding: .5rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { background: var(--panel); font-weight: 650; border-bottom: 2px solid var(--line); overflow-wrap: normal; hyphens: auto; }
tbody th { font-weight: 650; }
td ul { margin: 0; padding: 0; list-style: none; }
td li + li { margin-top: .25rem; }
.c0 { width: 4.6rem; } .c1 { width: 12%; } .c2 { width: 6.4rem; } .c3 { width: 15%; } .c4 { width: 9.2rem; } .c5 { width: 7.8rem; }
.c7 { width: 7.5rem; } .c8 { width: 6.6rem; }
.against { color: var(--against); font-weight: 650; } .open { color: var(--open); font-weight: 650; } .for { color: var(--for); font-weight: 650; }
@media (max-width: 1000px) {
  table, thead, tbody, tr, th, td, caption { display: block; width: auto; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  tbody tr { border: 1px solid var(--line); border-radius: 6px; margin-bottom: .8rem; padding: .4rem .7rem; }
  tbody th, tbody td { border: 0; padding: .2rem 0; display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .6rem; }
  tbody th::before, tbody td::before { content: attr(data-title); color: var(--soft); font-weight: 400; }
  tbody .void { display: none; }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { font-size: 8.5pt; padding: 0; max-width: none; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
`.trim();
