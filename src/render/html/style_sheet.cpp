// How the page looks: one palette for light and one for dark, a narrow page, paper.
#include "render/html/parts.h"

namespace sizer::html {

const char* const style_sheet = R"css(
:root {
  color-scheme: light dark;
  --paper: #f6f5f2; --card: #ffffff; --ink: #1d2129; --soft: #555d69; --line: #dfdcd5; --faint: #efede8;
  --accent: #2f5f9e; --good: #1b6a3d; --good-paper: #e4f1e8; --warn: #774a00; --warn-paper: #faeed3;
  --bad: #a2271f; --bad-paper: #fbe6e3; --note: #2b5a8c; --note-paper: #e5eef7;
  --blue: #3c72b0; --teal: #2a8a82; --amber: #bd7a1e; --violet: #7d5fb2; --green: #5a8f3c; --rose: #b34d7d;
  --red: #c2503f; --grey: #79828f; --dark: #414955;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #131519; --card: #1b1e24; --ink: #e7e5e0; --soft: #a6adb8; --line: #343941; --faint: #262a31;
    --accent: #82b0ea; --good: #86d4a4; --good-paper: #17301f; --warn: #ecbf6b; --warn-paper: #332814;
    --bad: #f5a097; --bad-paper: #3a1c19; --note: #94bdec; --note-paper: #1b2a3b;
    --blue: #6496d4; --teal: #4fb0a6; --amber: #d79a45; --violet: #a489d6; --green: #83b562; --rose: #d37aa4;
    --red: #e0796a; --grey: #8d96a3; --dark: #b9c0ca;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem 3rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans",
    "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1, h2, h3, h4, h5 { line-height: 1.25; text-wrap: balance; font-weight: 650; }
h1 { font-size: 2rem; margin: 0 0 1.25rem; letter-spacing: -0.015em; }
article > h2 { font-size: 1.5rem; margin: 0 0 .75rem; letter-spacing: -0.01em; }
section > h2, section > h3 { font-size: 1.125rem; margin: 0 0 1rem; }
section > h4, section > h5 { font-size: 1rem; margin: 1.5rem 0 .75rem; }
p { margin: 0 0 .5rem; max-width: 80ch; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
ul { margin: 0; padding: 0; list-style: none; }
.kicker { font-size: .8125rem; letter-spacing: .08em; text-transform: uppercase; color: var(--soft); margin: 0 0 .25rem; }
.place, .note, .ends, .tick, .formula { color: var(--soft); font-size: .8125rem; }
.place { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.answer { font-size: 1.125rem; margin: 0 0 1.25rem; }
.what > .badge { margin-left: .2rem; }
.ends { font-weight: 400; }
small.ends { white-space: nowrap; }
.code { font: 600 .8125rem ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
article { margin: 0 0 3.5rem; }
section + article { margin-top: 3.5rem; }
article + article { border-top: 2px solid var(--line); padding-top: 2.25rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem 1.5rem 1.5rem;
  margin: 1.25rem 0 0; }
section section { border: 0; padding: 0; background: none; }
footer { border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 2.5rem; }

/* words in boxes */
.badge { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .8125rem; font-weight: 600;
  border: 1px solid currentColor; }
.badge.good { color: var(--good); background: var(--good-paper); }
.badge.warning { color: var(--warn); background: var(--warn-paper); }
.badge.error { color: var(--bad); background: var(--bad-paper); }
.badge.note { color: var(--note); background: var(--note-paper); }
.badge.plain { color: var(--soft); background: var(--faint); font-weight: 500; border-color: var(--line); }
.verdict .badge { font-size: 1rem; padding: .15rem .8rem; }
.reasons > li { font-size: 1rem; color: inherit; border-left: 3px solid var(--note); padding: .1rem 0 .1rem .9rem; }
.reasons > li + li { margin-top: 1rem; }
.reasons > li.error { border-color: var(--bad); }
.reasons > li.warning { border-color: var(--warn); }
.reasons p { margin: .25rem 0 0; }
.sentences > li { padding-left: 1.1rem; position: relative; max-width: 80ch; }
.sentences > li + li { margin-top: .35rem; }
.sentences > li::before { content: "–"; position: absolute; left: 0; color: var(--soft); }

/* the three figures */
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; margin: 1.25rem 0 .75rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.25rem; }
.card dt { font-size: .875rem; color: var(--soft); }
.card dd { margin: 0; }
.card p { margin: 0; }
.big { font-size: 2rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.3; }
.strip { display: block; margin: .35rem 0 .25rem; overflow: visible; }

/* tables */
.scroll + .few { margin-top: 1.75rem; }
.scroll { overflow-x: auto; margin: 0 0 .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .9rem .5rem 0; border-bottom: 1px solid var(--line);
  font-weight: 400; min-width: 4.5rem; overflow-wrap: break-word; }
tbody th { min-width: 9rem; font-weight: 550; }
thead th { font-size: .8125rem; color: var(--soft); font-weight: 550; white-space: nowrap; vertical-align: bottom; }
td.words, tbody th { overflow-wrap: anywhere; }
td.words { min-width: 10rem; max-width: 24rem; }
.few { max-width: 36rem; }
.number { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr:last-child > * { border-bottom: 0; }
.total > * { font-weight: 650; border-top: 2px solid var(--line); }
.out > * { color: var(--soft); }
.breached > * { background: var(--bad-paper); }
.breached > *:first-child { box-shadow: inset 3px 0 0 var(--bad); padding-left: .6rem; }
.kept > * { color: var(--soft); }
.against { min-width: 9rem; display: block; }

/* drawings */
.tracks li { display: grid; grid-template-columns: minmax(0, 22rem) minmax(0, 1fr); column-gap: 1.25rem;
  align-items: center; padding: .35rem 0; break-inside: avoid; }
.tracks .axis { margin-left: calc(22rem + 1.25rem); }
.axis svg { display: block; overflow: visible; }
.words { min-width: 0; line-height: 1.4; }
.label { font-weight: 550; }
.words .note { display: block; }
.track, .split { display: block; overflow: visible; }
.track rect, .split rect { stroke: var(--card); stroke-width: 1; }
.picture { display: block; overflow: visible; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .75rem 0 1rem; font-size: .8125rem;
  color: var(--soft); }
.legend svg { margin-right: .4rem; vertical-align: -1px; }
.grid { stroke: var(--line); }
.axis-line { stroke: var(--soft); }
.whisker { stroke: var(--ink); stroke-width: 1.5; }
.rail { fill: var(--line); }
.band { fill: var(--accent); fill-opacity: .4; }
.dot { fill: var(--accent); stroke: var(--card); stroke-width: 1.5; }
.here { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 3 2; }
.limit { stroke: var(--bad); stroke-width: 2; }
svg text { font-size: 12px; fill: var(--soft); }
.flow-name { font-weight: 600; }
svg .flow-name { fill: var(--ink); }
.flow-name, .flow-value, .point-number, .halo { paint-order: stroke; stroke: var(--card); stroke-width: 3px;
  stroke-linejoin: round; }
.ribbon { fill-opacity: .32; }
.box { fill: var(--dark); }
.cpu, .input_read, .hue-1 { fill: var(--blue); }
.object_store, .hue-3 { fill: var(--teal); }
.disk, .shuffle, .hue-2 { fill: var(--amber); }
.network, .broadcast, .hue-4 { fill: var(--violet); }
.gpu, .output_write, .hue-5 { fill: var(--green); }
.external, .hue-6 { fill: var(--rose); }
.skew, .spill, .more { fill: var(--red); }
.less { fill: var(--teal); }
.overhead { fill: var(--grey); }
.total, .before { fill: var(--dark); }
.before { fill-opacity: .3; }
.accent { fill: var(--accent); }
rect.good { fill: var(--green); }
.at-low { fill: var(--teal); }
.at-high { fill: var(--amber); }
.point { fill: var(--card); stroke: var(--accent); stroke-width: 2; }
.point.on-front { fill: var(--accent); }
.error-bar { stroke: var(--accent); stroke-opacity: .45; stroke-width: 1.5; }
.scale-time { stroke: var(--accent); stroke-width: 2; }
.scale-cost { stroke: var(--amber); stroke-width: 2; stroke-dasharray: 5 3; }
.front-line { stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: 4 3; }
svg .cross { fill: var(--bad); font-size: 15px; font-weight: 700; }
svg .point-number { fill: var(--ink); font-weight: 600; }
.narrow { display: none; }

/* what folds */
details { margin: .75rem 0 0; }
summary { cursor: pointer; color: var(--accent); }
details > summary + * { margin-top: .5rem; }
.tree summary { color: inherit; }
.tree details { margin: 0; }
.tree ul { margin: 0 0 0 .45rem; padding-left: 1rem; border-left: 1px solid var(--line); }
.tree li { padding: .2rem 0; }
.tree li:not(:has(> details)) { padding-left: 1.05rem; }
.tree .formula { display: block; padding-left: 1.05rem; }
pre { margin: .5rem 0 0; white-space: pre-wrap; font: .8125rem ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }

@media (max-width: 46rem) {
  body { padding: 1.25rem .75rem 2rem; }
  h1 { font-size: 1.5rem; }
  section { padding: 1rem; }
  .cards { grid-template-columns: 1fr; gap: .75rem; }
  .tracks li { grid-template-columns: minmax(0, 1fr); row-gap: .25rem; padding: .5rem 0; }
  .tracks .axis { margin-left: 0; }

  .wide { display: none; }
  .narrow { display: block; margin: 0 0 1rem; }

  /* a row is a block, each cell a line with its heading */
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, tbody th, td { display: block; }
  tbody tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  tbody th, td { border: 0; padding: .15rem 0; min-width: 0; }
  td.words { max-width: none; }
  td[data-label] { display: grid; grid-template-columns: 7rem minmax(0, 1fr); column-gap: .75rem; text-align: left;
    white-space: normal; }
  td[data-label]::before { content: attr(data-label); color: var(--soft); font-size: .8125rem; }
  td[data-label] > * { grid-column: 2; }
  td[data-label] > .badge { justify-self: start; }
  td[data-label]:empty { display: none; }
  .breached { padding-left: .6rem; box-shadow: inset 3px 0 0 var(--bad); background: var(--bad-paper); }
  .breached > *:first-child { box-shadow: none; padding-left: 0; }
}
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; background: none; font-size: 10pt; }
  section { break-inside: avoid-page; }
  article + article { break-before: page; border: 0; padding-top: 0; }
  .scroll { overflow: visible; }
  .scroll > * { min-width: 0 !important; }
  table, table .ends, thead th { font-size: 7.5pt; }
  th, td { min-width: 0 !important; padding-right: .4rem; white-space: normal !important;
    overflow-wrap: anywhere; }
  .badge { font-size: inherit; padding: 0 .3rem; }
  .against { min-width: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
}
)css";

}  // namespace sizer::html
