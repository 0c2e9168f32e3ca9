import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml, xmlResponse } from '../../src/seo/xml.ts';

test('texts are escaped', () => {
  assert.equal(xml`<a b="${'"\''}">${'<b> & ]]>'}</a>`.markup, '<a b="&quot;&apos;">&lt;b&gt; &amp; ]]&gt;</a>');
});

test('lists of written XML are inserted as they are', () => {
  assert.equal(xml`<ul>${['a', '&'].map((text) => xml`<li>${text}</li>`)}</ul>`.markup, '<ul><li>a</li><li>&amp;</li></ul>');
});

test('the response has an XML declaration and its media type', async () => {
  const file = xmlResponse(xml`<a/>`, 'application/rss+xml');
  assert.equal(file.headers.get('content-type'), 'application/rss+xml; charset=utf-8');
  assert.equal(await file.text(), '<?xml version="1.0" encoding="UTF-8"?>\n<a/>\n');
});
