import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Form } from '../../../src/forms/form.ts';
import { formValues, urlEncoded, validAnswers } from '../../forms/answers.ts';
import type { RunningSite } from '../../site-under-test/serve.ts';

// Requests with no header but those given: fetch adds some that a silent browser would not send.

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
}

export interface Asked {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
}

export function ask({ url }: Pick<RunningSite, 'url'>, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((answered, failed) => {
    const { hostname, port } = new URL(url);
    const sent = { ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }), ...headers };
    request({ host: hostname, port, path, method, headers: sent, agent: false, timeout: 20_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () => {
        const whole = Buffer.concat(chunks);
        answered({ status: response.statusCode ?? 0, headers: response.headers, body: whole, text: whole.toString() });
      });
    })
      .on('error', failed)
      .on('timeout', function () {
        this.destroy(new Error('no response within 20 seconds'));
      })
      .end(body);
  });
}

/** Sends these bytes on a connection of its own, and returns all that comes back until it is closed, or for so long. */
export function exchange({ url }: Pick<RunningSite, 'url'>, bytes: string, waitMs = 5_000): Promise<string> {
  return new Promise((answered) => {
    let received = '';
    const socket = open({ url });
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      answered(received);
    };
    const timer = setTimeout(done, waitMs);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('close', done);
    socket.write(bytes, 'latin1');
  });
}

/** A connection to the site. An error closes it and is no more than that. */
export function open({ url }: Pick<RunningSite, 'url'>): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname).on('error', () => {});
}

export const statusOf = (response: string): number => Number(/^HTTP\/1\.[01] (\d{3})/.exec(response)?.[1] ?? 0);

export const formHeaders = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** A form of a site, pressed as a browser does from an address of its own. `headers` stand instead of the Origin. */
export function visitor(site: Pick<RunningSite, 'url'>, form: Form, address: string, headers: OutgoingHttpHeaders = { Origin: site.url }) {
  const press = (step: 'check' | 'send', body: string) =>
    ask(site, `/${form.address}/${step}/`, { method: 'POST', body, headers: { ...formHeaders, 'X-Forwarded-For': address, ...headers } });
  const withState = ({ text }: Answer) => `state=${encodeURIComponent(/name="state" value="([^"]*)"/.exec(text)?.[1] ?? '')}`;
  const visit = {
    press,
    check: (changes: Parameters<typeof formValues>[0] = {}) => press('check', urlEncoded(formValues(changes, validAnswers(form)))),
    /** Presses Send on a check page, and once more where the site asks, since a bench is as fast as a program. */
    send: async (page: Answer) => {
      const sent = await press('send', withState(page));
      return sent.status === 200 ? press('send', withState(sent)) : sent;
    },
    submit: async (changes: Parameters<typeof formValues>[0] = {}) => visit.send(await visit.check(changes)),
  };
  return visit;
}

/** The reference that the answer to Send leads to. */
export const referenceOf = ({ headers }: Answer): string | undefined => /[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(headers.location ?? '')?.[0];
