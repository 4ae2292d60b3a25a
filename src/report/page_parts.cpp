#include "page_parts.hpp"

namespace moebench::report {

const std::string_view k_style = R"css(:root {
  --paper: #ffffff; --ink: #1c2127; --muted: #59636e; --line: #d5dae0; --tint: #f4f6f8; --link: #0969b5;
  --good: #0969b5; --same: #007a58; --bad: #bd4b00;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14181d; --ink: #e6eaef; --muted: #9aa5b1; --line: #39414b; --tint: #1c2229; --link: #5cb2f0;
    --good: #5cb2f0; --same: #35c295; --bad: #f08d49;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); }
body { margin: 0 auto; max-width: 72rem; padding: 1.2rem clamp(0.8rem, 3vw, 2rem) 4rem; line-height: 1.5;
  font: 1rem/1.5 system-ui, 'DejaVu Sans', sans-serif; }
h1 { font-size: 1.7rem; margin: 0.4rem 0; }
h2 { font-size: 1.35rem; margin: 2.6rem 0 0.6rem; padding-top: 0.6rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.8rem 0 0.4rem; }
h4 { font-size: 0.95rem; margin: 0 0 0.2rem; font-weight: 600; }
h1, h2, h3, p, li { overflow-wrap: anywhere; }
a { color: var(--link); }
p, li { max-width: 52rem; }
code, pre { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: 0.875em; }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: 4px; padding: 0.7rem; overflow-x: auto; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; padding: 0; margin: 0.6rem 0 0; font-size: 0.9rem; }
.tools { margin: 0.4rem 0; }
button { font: inherit; font-size: 0.85rem; color: var(--ink); background: var(--tint); border: 1px solid var(--line);
  border-radius: 4px; padding: 0.25rem 0.7rem; cursor: pointer; }
.table { overflow-x: auto; margin: 0.8rem 0; }
table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.7rem 0.3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; text-align: left; }
th { color: var(--muted); font-weight: 600; vertical-align: bottom; }
th[align=right], td[align=right] { text-align: right; padding-left: 0.5rem; }
td[align=right] { white-space: nowrap; }
.verdict { font-weight: 600; padding: 0.05rem 0.5rem; border: 1px solid currentcolor; border-radius: 1rem; white-space: nowrap; color: var(--muted); }
.improved { color: var(--good); } .equivalent { color: var(--same); } .regressed { color: var(--bad); } .doubt { color: var(--bad); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.4rem; margin: 1rem 0; }
.charts figure:last-child:nth-child(odd) { grid-column: 1 / -1; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figcaption { font-size: 0.8rem; color: var(--muted); margin-top: 0.2rem; }
.chart { width: 100%; min-height: 4rem; }
.chart.vega-embed { display: block; padding-right: 0 !important; }
.chart.vega-embed summary { border: 0; background: var(--tint); box-shadow: none; padding: 4px; opacity: 0.25; z-index: 1; }
.chart.vega-embed summary svg { width: 12px; height: 12px; }
.chart.vega-embed summary svg circle { fill: var(--ink); stroke: var(--ink); }
.chart.vega-embed .vega-actions { background: var(--paper); border-color: var(--line); }
.chart.vega-embed .vega-actions a { color: var(--ink); }
.chart.vega-embed .vega-actions a:hover { background: var(--tint); }
.chart svg { max-width: 100%; background: none !important; }
.failed { color: var(--bad); font-size: 0.85rem; }
#vg-tooltip-element { background: var(--paper) !important; color: var(--ink) !important; border-color: var(--line) !important; }
#vg-tooltip-element table tr td.key { color: var(--muted) !important; }
main > details { margin: 0.3rem 0; border: 1px solid var(--line); border-radius: 4px; padding: 0 0.9rem; }
main > details[open] { padding-bottom: 0.6rem; }
main > details > summary, footer > details > summary { cursor: pointer; padding: 0.3rem 0; font-weight: 600; font-size: 0.92rem; overflow-wrap: anywhere; }
footer { margin-top: 3rem; font-size: 0.8rem; color: var(--muted); }
footer pre { max-height: 30rem; overflow: auto; }
@media screen and (max-width: 40rem) {
  .table { overflow-x: visible; }
  .cards, .cards tbody, .cards td { display: block; }
  .cards thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .cards tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(8.5rem, 100%), 1fr)); gap: 0.3rem 0.9rem;
    padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  .cards td, .cards td[align=right] { border: 0; padding: 0; text-align: left; white-space: normal; overflow-wrap: anywhere; }
  .cards td:first-child { grid-column: 1 / -1; font-weight: 600; }
  .cards td:empty { display: none; }
  .cards td:not(:first-child)::before { content: attr(data-label); display: block; color: var(--muted); font-size: 0.75rem; line-height: 1.2; }
  .groups thead { display: block; position: static; clip-path: none; width: auto; height: auto; }
  .groups tr { grid-template-columns: minmax(0, 1.15fr) 4.7rem minmax(0, 1.6fr) minmax(0, 1fr); gap: 0.1rem 0.5rem; padding: 0.2rem 0; font-size: 0.8rem; }
  .groups th, .groups td:empty:not(:first-child) { display: block; border: 0; padding: 0; }
  .groups th:first-child, .groups td:not(:first-child)::before { display: none; }
  .groups th[align=right], .groups td[align=right] { text-align: right; overflow-wrap: normal; }
  .groups td:first-child { padding-top: 0.5rem; }
}
.printed { display: none; }
@media print {
  @page { margin: 14mm 13mm; }
  html { font-size: 9pt; }
  body { max-width: none; padding: 0; }
  .printed { display: block; color: var(--muted); }
  tr { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
  nav, .tools, footer, .vega-embed details { display: none !important; }
  .table { overflow: visible; }
  table { font-size: 7.5pt; }
  th[align=right], td[align=right] { white-space: normal; }
  .charts { grid-template-columns: 1fr 1fr; gap: 1.2rem; }
  .chart svg { width: 100%; height: auto; }
  h2, h3, h4, thead, p:has(+ .table) { break-after: avoid; }
  main > details:not([open]) { display: none; }
})css";

const std::string_view k_program = R"js('use strict';
(() => {
  const text = document.getElementById('charts').textContent;
  const specs = new Map(JSON.parse(text).charts.map(chart => [chart.id, chart.spec]));
  const options = {renderer: 'svg', actions: {export: true, source: true, compiled: false, editor: false}};

  // Charts inside what is folded have no width yet; they are drawn when it is opened.
  const isShown = place => !place.closest('details:not([open])');

  // On a phone the names of rows leave room for what they name.
  function fitting(spec, width) {
    const axisY = {...spec.config.axisY, labelLimit: Math.round(width / 3)};
    return width > 480 ? spec : {...spec, config: {...spec.config, axisY}};
  }

  const views = new Map();

  async function draw(place) {
    place.dataset.state = 'drawing';
    try {
      const drawn = await vegaEmbed(place, fitting(specs.get(place.dataset.chart), place.clientWidth), {...options, downloadFileName: place.dataset.chart});
      views.set(place, drawn.view);
      place.dataset.state = 'drawn';
    } catch (error) {
      place.dataset.state = 'failed';
      place.classList.add('failed');
      place.textContent = 'This chart could not be drawn: ' + error.message;
      console.error(error);
    }
  }

  async function drawShown() {
    for (const place of document.querySelectorAll('.chart:not([data-state])')) {
      if (isShown(place) && !place.dataset.state) {
        await draw(place);
      }
    }
    document.documentElement.dataset.charts = 'drawn';
  }

  for (const details of document.querySelectorAll('main > details')) {
    details.addEventListener('toggle', drawShown);
  }

  // A chart of the screen's width would be shrunk to the paper's, and its text with it: one that has the page for itself
  // is drawn for a page, others for half of one.
  addEventListener('beforeprint', () => {
    for (const [place, view] of views) {
      if (!isShown(place)) {
        continue;
      }
      view.width(place.closest('figure').matches(':last-child:nth-child(odd)') ? 900 : 440).run();
    }
  });
  addEventListener('afterprint', () => {
    for (const [place, view] of views) {
      if (!isShown(place)) {
        continue;
      }
      view.width(place.clientWidth).run();
    }
  });

  document.getElementById('open-all').addEventListener('click', () => {
    for (const details of document.querySelectorAll('main > details')) {
      details.open = true;
    }
  });
  document.getElementById('save-data').addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
    link.download = 'charts.json';
    link.click();
  });
  if (location.hash === '#all') {
    document.getElementById('open-all').click();
  }
  drawShown();
})();)js";

}  // namespace moebench::report
