// Opens pages of `sizer` in a headless browser, wide and narrow, light and dark, on paper, and checks what a reader
// would trip over: errors, what is cut off or scrolls sideways, what assistive technology cannot read.
//
//   node browser_test.cjs SIZER SIZER_TESTS WORKLOADS [SCREENSHOTS]
//
// Needs playwright-core and axe-core, found through NODE_PATH or below the folder SIZER_NODE_TOOLS, and Chromium
// (CHROMIUM names it). Without them it is skipped (exit code 77).
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const {createRequire} = require('module');
const {execFileSync} = require('child_process');

const [sizer, sizerTests, workloads, screenshots] = process.argv.slice(2);

function skip(sentence) {
  console.log(`skipped: ${sentence}`);
  process.exit(77);
}

function tool(name) {
  const folder = process.env.SIZER_NODE_TOOLS;
  const from = folder ? createRequire(path.resolve(folder, 'package.json')) : require;
  try {
    return from(name);
  } catch {
    return skip(`there is no ${name} in NODE_PATH or SIZER_NODE_TOOLS`);
  }
}

function browserProgram() {
  const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const program = process.env.CHROMIUM || known.find(fs.existsSync);
  return program || skip('there is no Chromium; CHROMIUM names one');
}

/// The sample pages of the unit tests, and one page of all workloads.
function writePages(folder) {
  execFileSync(sizerTests, ['[html-pages]'], {env: {...process.env, SIZER_HTML_PAGES: folder}});
  const jobs = fs.readdirSync(workloads).filter((file) => file.endsWith('.yaml')).map((file) => path.join(workloads, file));
  const pages = {workloads: jobs, estimate: [path.join(workloads, 'spark-join-sort-merge.yaml')]};
  for (const [name, files] of Object.entries(pages))
    execFileSync(sizer, ['estimate', ...files, '--format', 'html', '--output', path.join(folder, `${name}.html`)]);
  return fs.readdirSync(folder).filter((file) => file.endsWith('.html')).sort();
}

const views = [];
for (const scheme of ['light', 'dark'])
  for (const [width, height] of [[1280, 900], [390, 844]]) views.push({scheme, width, height});

const wrong = [];
function expect(condition, sentence) {
  if (!condition) wrong.push(sentence);
}

/// Words of drawings that stick out of their drawing, where it does not scroll.
function clippedWords() {
  const clipped = [];
  for (const text of document.querySelectorAll('svg text')) {
    const words = text.getBoundingClientRect();
    const frame = text.closest('svg').getBoundingClientRect();
    if (words.width > 0 && (words.left < frame.left - 1 || words.right > frame.right + 1)) clipped.push(text.textContent);
  }
  return clipped;
}

async function checkView(page, title) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide <= 0, `${title}: the page scrolls sideways by ${wide} px`);
  const clipped = await page.evaluate(clippedWords);
  expect(clipped.length === 0, `${title}: words stick out of drawings: ${clipped.slice(0, 5).join(' | ')}`);
}

async function checkAccess(page, axe, title) {
  await page.evaluate(axe);
  const report = await page.evaluate(() => window.axe.run());
  for (const violation of report.violations)
    expect(false, `${title}: axe ${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 200)}`);
}

async function checkPaper(page, title) {
  await page.emulateMedia({media: 'print', colorScheme: 'light'});
  await page.setViewportSize({width: 700, height: 1000});  // a sheet of A4 between its margins
  const folded = await page.evaluate(() => [...document.querySelectorAll('details:not([open])')].filter((details) => {
    const content = details.querySelector(':scope > :not(summary)');
    return content && content.getBoundingClientRect().height === 0;
  }).length);
  expect(folded === 0, `${title}: ${folded} parts stay folded on paper`);
  const cut = await page.evaluate(() => [...document.querySelectorAll('.scroll')].filter(
    (part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.getAttribute('aria-label')));
  expect(cut.length === 0, `${title}: cut off on paper: ${cut.slice(0, 5).join(' | ')}`);
}

async function main() {
  const {chromium} = tool('playwright-core');
  const axe = tool('axe-core').source;
  const program = browserProgram();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sizer-html-'));
  const files = writePages(folder);
  const browser = await chromium.launch({executablePath: program, args: ['--no-sandbox']});
  try {
    for (const file of files) {
      for (const {scheme, width, height} of views) {
        const title = `${file} at ${width} px, ${scheme}`;
        const page = await browser.newPage({viewport: {width, height}, colorScheme: scheme});
        page.on('console', (message) => expect(message.type() !== 'error', `${title}: ${message.text()}`));
        page.on('pageerror', (error) => expect(false, `${title}: ${error}`));
        page.on('dialog', (dialog) => expect(false, `${title}: a script ran: ${dialog.message()}`));
        page.on('request', (request) => expect(request.url().startsWith('file:'), `${title}: fetches ${request.url()}`));
        await page.goto('file://' + path.join(folder, file));
        await checkView(page, title);
        if ((width === 1280) === (scheme === 'light')) await checkAccess(page, axe, title);  // each width, each scheme
        if (screenshots)
          await page.screenshot({path: path.join(screenshots, `${path.parse(file).name}-${width}-${scheme}.png`), fullPage: true});
        if (width === 1280 && scheme === 'light') await checkPaper(page, title);
        await page.close();
      }
    }
  } finally {
    await browser.close();
    fs.rmSync(folder, {recursive: true});
  }
  for (const sentence of wrong) console.log(sentence);
  console.log(`${files.length} pages in ${views.length} views and on paper: ${wrong.length} wrong`);
  process.exit(wrong.length === 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
