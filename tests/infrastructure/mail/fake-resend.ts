import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to POST /emails. */
export interface SentRequest {
  idempotencyKey: string | undefined;
  authorization: string | undefined;
  body: Record<string, unknown>;
  /** The exact bytes of the body, to compare attempts. */
  bytes: string;
}

/** Answers one request. */
export type Responder = (request: IncomingMessage, response: ServerResponse, sent: SentRequest) => void;

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Responder =>
  (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

const error = (status: number, name: string, headers?: Record<string, string>) =>
  json(status, { statusCode: status, name, message: `${name}: secret@example.org` }, headers);

/** Answers that the real provider was measured to give, by name. */
export const responses = {
  accepted: ((_request, response, { idempotencyKey }) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ id: `id-of-${idempotencyKey}` }));
  }) as Responder,
  'an empty object': json(200, {}),
  null: json(200, null),
  'an empty id': json(200, { id: '' }),
  'an id that is a number': json(200, { id: 7 }),
  'cut JSON': (_request, response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"id":"a'),
  HTML: (_request, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>ok</p>'),
  'nothing at all': (_request, response) => response.writeHead(200).end(),
  '500 with null': json(500, null),
  '500': error(500, 'internal_server_error'),
  '502 of another shape': json(502, { error: 'bad gateway' }),
  '503 with HTML': (_request, response) => response.writeHead(503, { 'Content-Type': 'text/html' }).end('<p>down</p>'),
  '400': error(400, 'validation_error'),
  '401': error(401, 'missing_api_key'),
  '403': error(403, 'invalid_api_key'),
  '404': error(404, 'not_found'),
  '405': error(405, 'method_not_allowed'),
  '422': error(422, 'missing_required_field'),
  '409 concurrent': error(409, 'concurrent_idempotent_requests'),
  '409 other bytes': error(409, 'invalid_idempotent_request'),
  '429 wait 1 s': error(429, 'rate_limit_exceeded', { 'retry-after': '1' }),
  '429 wait 60 s': error(429, 'rate_limit_exceeded', { 'retry-after': '60' }),
  '429 day is full': error(429, 'daily_quota_exceeded'),
  'a reset before any answer': (request) => request.socket.destroy(),
  'a reset in the answer': (request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
    response.write('{"id":', () => request.socket.destroy());
  },
  'no answer': () => {},
  'a redirect to another host': (_request, response) => response.writeHead(307, { Location: 'http://localhost:9/emails' }).end(),
} as const satisfies Record<string, Responder>;

/** The events of an accepted mail. */
export type EmailEvent = 'delivered' | 'bounced' | 'complained' | 'failed' | 'suppressed' | 'delivery_delayed';

export interface FakeResend {
  url: string;
  /** Every request to POST /emails, in order. */
  requests: SentRequest[];
  /** Mails that went out, one for each idempotency key, whatever was answered. */
  delivered: Map<string, SentRequest>;
  /** The answers to the next requests, in order; after the last, `accepted`. */
  respondOnceWith: (...names: (keyof typeof responses)[]) => void;
  /** Chooses the answer to each request that `respondOnceWith` has none for. */
  respondBy: (choose: (sent: SentRequest) => keyof typeof responses) => void;
  /** Called for each mail that went out, once for each key. */
  onDelivered: (callback: (sent: SentRequest) => void) => void;
  /** The event that GET /emails/<id> gives, by id. */
  lastEvents: Map<string, EmailEvent>;
  /** Posts a signed webhook to a site, as the provider does. Returns the status of the answer. */
  sendWebhook: (
    site: string,
    messageId: string,
    event: EmailEvent,
    o?: { id?: string; at?: number; secret?: string; padding?: string },
  ) => Promise<number>;
  stop: () => Promise<void>;
}

/** Starts a fake of Resend's API on this machine: the only part of these tests that is not real. */
export async function createFakeResend(): Promise<FakeResend> {
  const requests: SentRequest[] = [];
  const delivered = new Map<string, SentRequest>();
  const lastEvents = new Map<string, EmailEvent>();
  /** The bytes of each key's first request: for 24 hours the provider refuses others. */
  const bytesByKey = new Map<string, string>();
  let onDelivered: (sent: SentRequest) => void = () => {};
  let chooseResponse: (sent: SentRequest) => keyof typeof responses = () => 'accepted';
  let queue: (keyof typeof responses)[] = [];

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks).toString();
    const path = /^\/emails\/(.+)$/.exec(request.url ?? '');
    if (request.method === 'GET' && path) {
      const id = decodeURIComponent(path[1] ?? '');
      const mayRead = request.headers.authorization === 'Bearer re_read';
      response.writeHead(mayRead ? 200 : 401, { 'Content-Type': 'application/json' });
      response.end(
        JSON.stringify(mayRead ? { object: 'email', id, last_event: lastEvents.get(id) ?? 'sent' } : { name: 'restricted_api_key' }),
      );
      return;
    }
    if (request.method !== 'POST' || request.url !== '/emails') {
      response.writeHead(404).end();
      return;
    }
    const key = request.headers['idempotency-key']?.toString();
    const sent = { idempotencyKey: key, authorization: request.headers.authorization, body: JSON.parse(bytes), bytes };
    requests.push(sent);
    const answer = queue.shift() ?? chooseResponse(sent);
    if (key && answer === 'accepted') {
      if ((bytesByKey.get(key) ?? bytes) !== bytes) {
        (responses['409 other bytes'] as Responder)(request, response, sent);
        return;
      }
    }
    // A provider that resets or hangs may have accepted the mail first, and then it must not be sent twice.
    if (/accepted|reset|no answer|cut JSON|HTML|nothing/.test(answer) && key && !delivered.has(key)) {
      delivered.set(key, sent);
      bytesByKey.set(key, bytes);
      onDelivered(sent);
    }
    (responses[answer] as Responder)(request, response, sent);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    delivered,
    respondOnceWith: (...names) => {
      queue = names;
    },
    respondBy: (choose) => {
      chooseResponse = choose;
    },
    onDelivered: (callback) => {
      onDelivered = callback;
    },
    lastEvents,
    sendWebhook: async (
      site,
      messageId,
      event,
      { id = `msg_${randomUUID()}`, at = Date.now(), secret = webhookSecret, padding = '' } = {},
    ) => {
      const seconds = Math.floor(at / 1000);
      const data = { email_id: messageId, to: ['team@example.org'], from: 'forms@example.org', subject: 'x', created_at: '', padding };
      const content = JSON.stringify({ type: `email.${event}`, created_at: new Date(at).toISOString(), data });
      const signature = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
        .update(`${id}.${seconds}.${content}`)
        .digest('base64');
      const { status } = await fetch(`${site}/webhooks/resend/`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'svix-id': id,
          'svix-timestamp': String(seconds),
          'svix-signature': `v1,${signature}`,
        },
        body: content,
      });
      return status;
    },
    stop: () =>
      new Promise((stopped) => {
        server.closeAllConnections();
        server.close(() => stopped());
      }),
  };
}

/** The secret that signs the webhooks of the fake. */
export const webhookSecret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

/** The TASK_TOKEN of tests. */
export const taskToken = Buffer.alloc(32, 5).toString('base64url');

/** Settings that point the site at the fake. */
export const resendSettings = (provider: FakeResend): Record<string, string> => ({
  RESEND_API_KEY: 're_test',
  RESEND_BASE_URL: provider.url,
  MAIL_FROM: 'Website <forms@example.org>',
  MAIL_TO_MENTORS: 'mentors@example.org, duty@example.org',
  MAIL_TO_REFERRALS: 'referrals@example.org',
  MAIL_TO_JUST_WOMEN: 'women@example.org',
});

/** The same, with delivery tracked by webhook, and a fallback mailbox. */
export const trackedResendSettings = (provider: FakeResend): Record<string, string> => ({
  ...resendSettings(provider),
  MAIL_TO_FALLBACK: 'fallback@example.org',
  RESEND_WEBHOOK_SECRET: webhookSecret,
  TASK_TOKEN: taskToken,
});
