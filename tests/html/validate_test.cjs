// Has pages of `sizer` read by html-validate, which knows the HTML standard.
//
//   node validate_test.cjs SIZER_TESTS
//
// Needs html-validate, found through NODE_PATH or below the folder SIZER_NODE_TOOLS. Without it the test is skipped
// (exit code 77).
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const {createRequire} = require('module');
const {execFileSync} = require('child_process');

const [sizerTests] = process.argv.slice(2);

function validator() {
  const folder = process.env.SIZER_NODE_TOOLS;
  const from = folder ? createRequire(path.resolve(folder, 'package.json')) : require;
  try {
    return from('html-validate');
  } catch {
    console.log('skipped: there is no html-validate in NODE_PATH or SIZER_NODE_TOOLS');
    process.exit(77);
  }
}

async function main() {
  const {HtmlValidate} = validator();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sizer-html-'));
  execFileSync(sizerTests, ['[html-pages]'], {env: {...process.env, SIZER_HTML_PAGES: folder}});
  const rules = new HtmlValidate({
    root: true,
    extends: ['html-validate:recommended'],
    rules: {
      'long-title': 'off',         // titles are names of jobs
      'no-inline-style': 'off',    // the least width of a drawing
      'no-trailing-whitespace': 'off',
      'no-redundant-role': 'off',
      'prefer-native-element': 'off',
    },
  });
  let wrong = 0;
  for (const file of fs.readdirSync(folder)) {
    const report = await rules.validateFile(path.join(folder, file));
    for (const result of report.results)
      for (const message of result.messages) {
        wrong += 1;
        if (wrong <= 20) console.log(`${file}:${message.line}:${message.column}: ${message.ruleId}: ${message.message}`);
      }
  }
  fs.rmSync(folder, {recursive: true});
  console.log(`${wrong} wrong`);
  process.exit(wrong === 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
