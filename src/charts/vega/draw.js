// usage: node draw.js CHARTS.json    Draws each chart as SVG, without a browser.
// CHARTS.json: [{"id": ..., "spec": Vega-Lite specification}]. Prints {"id": "<svg ...>"}. vega.min.js and vega-lite.min.js
// stand beside this file.
const fs = require('fs');
const path = require('path');
const vm = require('vm');

for (const library of ['vega.min.js', 'vega-lite.min.js']) {
  const file = path.join(__dirname, library);
  vm.runInThisContext(fs.readFileSync(file, 'utf8'), {filename: file});
}

const width = 640;  // pixels, of a chart that is as wide as its container elsewhere

async function draw(spec) {
  const own = spec.width === 'container' ? {...spec, width} : spec;
  const view = new vega.View(vega.parse(vegaLite.compile(own).spec), {renderer: 'none'});
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

(async () => {
  const drawn = {};
  for (const {id, spec} of JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))) {
    drawn[id] = await draw(spec);
  }
  process.stdout.write(JSON.stringify(drawn));
})().catch(error => {
  console.error(String(error && error.stack || error));
  process.exit(1);
});
