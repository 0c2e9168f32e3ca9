import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIssues } from '../../src/content-checks/find-issues.ts';
import { codeRoutes } from '../../src/content-checks/integration.ts';
import { formatIssue } from '../../src/content-files/content-issue.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { referralServiceNames } from '../../src/schemas/referral-services.ts';
import { root } from '../site-under-test/serve.ts';

const read = await readContent(root);
const { content } = read;

test('content/ has no issues', () => {
  assert.deepEqual(findIssues(read, codeRoutes).map(formatIssue), []);
});

test('every service and partnership has a value of the referral form or says how people got a place', () => {
  for (const { file, data } of [...content.services, ...content.partnerships]) assert(data.referral !== 'none' || data.access, file);
});

test('every value of the referral form has a page', () => {
  for (const value of Object.keys(referralServiceNames)) {
    assert(
      [...content.services, ...content.partnerships].some(({ data }) => data.referral === value),
      value,
    );
  }
});

test('an issue is one line that names the file, the place and what to do', () => {
  const file = 'content/pages/help.mdx';
  const expected = {
    [`${file}: "last_reviewed": Write the date as 2026-11-21`]: { path: 'last_reviewed', message: 'Write the date as 2026-11-21' },
    [`${file}: line 3 begins with a tab. Use spaces`]: { path: 'line 3', message: 'begins with a tab. Use spaces' },
    [`${file}: must begin with front matter`]: { path: '', message: 'must begin with front matter' },
  };
  for (const [line, issue] of Object.entries(expected)) assert.equal(formatIssue({ file, ...issue }), line);
});
