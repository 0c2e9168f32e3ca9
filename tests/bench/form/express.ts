import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import compression from 'compression';
import express from 'express';
import nunjucks from 'nunjucks';
import { createSubmissionId, receiptToken } from '../../../src/form-flow/reference.ts';
import { seal, unseal } from '../../../src/form-flow/sealed-state.ts';
import { mentorForm as form } from '../../../src/forms/mentor.ts';
import { readerNotices } from '../../../src/forms/reader-notices.ts';
import { summaryRows } from '../../../src/forms/summary-rows.ts';
import { type FormValues, toFormValues, validate } from '../../../src/forms/validate.ts';
import { resendTransport } from '../../../src/infrastructure/mail/resend.ts';
import { logAlert, logSubmission } from '../../../src/infrastructure/observability/log.ts';
import { createSqlOutbox } from '../../../src/infrastructure/storage/outbox-sql.ts';
import { openSqlite } from '../../../src/infrastructure/storage/sqlite.ts';
import { acceptSubmission } from '../../../src/submissions/submit.ts';

// The same two steps as most public services make them: Express 5, Nunjucks and govuk-frontend's own macros. Rules,
// seal, outbox and mail are ours, so that only what is around them differs. It does less than ours where such services
// do: it counts no senders, looks at no origin, and knows no signals and no kind pages.
const { LAYOUTS = '', SEAL_KEY = '', RESEND_BASE_URL = '', HEADERS = '{}' } = process.env;
const headers = JSON.parse(HEADERS);
const keys = { current: new Uint8Array(Buffer.from(SEAL_KEY, 'base64url')) };
const { onForm, inMail } = readerNotices(undefined, 'The Trust');
const delivery = {
  transport: resendTransport({ apiKey: 're_test', baseUrl: RESEND_BASE_URL }),
  outbox: createSqlOutbox(openSqlite(join(process.cwd(), 'var/outbox/outbox.db')), keys),
  addresses: () => ({ from: 'Website <forms@example.org>', to: ['mentors@example.org', 'duty@example.org'] }),
  hasFallback: false,
  deliveryTracked: false,
  maxPerHour: 10_000,
  log: logSubmission,
  alert: logAlert,
  now: Date.now,
};

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.use(compression());
app.use((_request, response, next) => {
  response.set(headers);
  next();
});
app.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 60 }));

const govuk = join(import.meta.dirname, '../node_modules/govuk-frontend/dist');
const views = nunjucks.configure([import.meta.dirname, LAYOUTS, govuk], { autoescape: true, express: app });
const asHtml = nunjucks.lib.escape;

const posted = (body: Record<string, string | string[]>): FormValues =>
  new Map(Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]));

/** What govuk-frontend's summary list is given: its values are HTML, so each line is escaped here. */
const summaryRow = ({ question, label, answer }: ReturnType<typeof summaryRows>[number]['rows'][number]) => ({
  key: { text: label },
  value:
    answer.length === 0
      ? { text: 'Not provided' }
      : { html: answer.map((line) => `<p class="as-typed" dir="auto">${asHtml(line)}</p>`).join('') },
  actions: { items: [{ text: 'Change', href: `?change=${question}`, visuallyHiddenText: label }] },
});

app.post(`/${form.address}/check/`, async (request, response) => {
  const { answers, errors: faults } = validate(form, posted(request.body));
  if (faults.length > 0) {
    response.status(422).send(faults.map(({ message: says }) => says).join('\n'));
    return;
  }
  const now = Date.now();
  response.render('check.njk', {
    form,
    onForm,
    notes: form.checkPageNotes(answers),
    sections: summaryRows(form, answers)
      .filter(({ rows }) => rows.length > 0)
      .map(({ section, rows }) => ({ heading: section.heading, rows: rows.map(summaryRow) })),
    state: await seal(
      form,
      { answers, revision: 1, submissionId: createSubmissionId(form, keys, new Date(now)), checkedAt: now },
      keys,
      now,
    ),
  });
});

app.post(`/${form.address}/send/`, async (request, response) => {
  const opened = await unseal(form, request.body.state, keys);
  if (!('state' in opened) || 'expired' in opened || !opened.state.submissionId) {
    response.status(422).send('Start again');
    return;
  }
  const { submissionId: minted, revision } = opened.state;
  const { answers, errors } = validate(form, toFormValues(opened.state.answers));
  if (errors.length > 0) {
    response.status(422).send(errors.map(({ message }) => message).join('\n'));
    return;
  }
  const { accepted } = await acceptSubmission(
    {
      ...minted,
      revision,
      mailboxes: form.mailboxes(answers),
      formTitle: form.title,
      formVersion: form.version,
      subject: form.subject,
      notices: inMail,
      warnings: form.warnings(answers),
      nextActions: form.nextActions(answers),
      sections: summaryRows(form, answers).map(({ section, rows }) => ({ heading: section.heading, rows })),
    },
    delivery,
  );
  if (accepted) response.redirect(303, `/${form.address}/sent/?r=${receiptToken(form, minted.reference, keys)}`);
  else response.status(503).send('Not sent');
});

// Nothing is read at the first request that could be read now.
views.getTemplate('check.njk', true);
readFileSync(join(LAYOUTS, 'layout.njk'));

const server = app.listen(0, '127.0.0.1', () => console.log(`The site is at http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
