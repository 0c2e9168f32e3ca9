import { z } from 'zod';
import { serviceOptions } from './schemas/referral-services.ts';

// 32 bytes in base64url.
const keyPattern = /^[A-Za-z0-9_-]{43}$/;

const number = (min: number, max: number, error: string) =>
  z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });

const emailAddress = z.email();
const emailAddresses = (error: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((address) => address.trim()))
    .refine((list) => list.every((address) => emailAddress.safeParse(address).success), { error });

// A remote server only over an encrypted connection: http: is for this machine.
const storePattern = /^file:[^?#]+$|^(?:libsql|https):\/\/[^\s/]+|^http:\/\/(?:localhost|127\.0\.0\.1)[:/]/;

const key = (error: string) => z.string().regex(keyPattern, { error });

const keyHelp = 'is 32 random bytes in base64url, 43 characters; make one with: openssl rand 32 | basenc --base64url | tr -d =';

/** Without spaces or line breaks. */
const token = (error: string) => z.string().regex(/^[\x21-\x7e]+$/, { error });

const platforms = ['node', 'vercel', 'netlify', 'cloudflare'] as const;

const loopback = ['localhost', '127.0.0.1', '[::1]'];

// .env.example explains each of these to an operator.
const schema = z
  .object({
    SITE_URL: z
      .url({ protocol: /^https?$/, error: 'is the public address of the site, like https://www.example.org' })
      .refine((text) => !URL.canParse(text) || (new URL(text).pathname === '/' && new URL(text).search === ''), {
        error: 'is only a scheme and a host, like https://www.example.org, with nothing after it',
      })
      .optional(),
    PLATFORM: z.enum(platforms, { error: `is where the site runs: ${platforms.join(', ')}` }).default('node'),
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: number(0, 65535, 'is a port, a number from 1 to 65535').default(4321),
    // Refused here, unprinted: the SDK's own error message prints a key that has a line break.
    RESEND_API_KEY: token('is the key from the Resend account, without spaces or line breaks').optional(),
    RESEND_READ_KEY: token('is a key from the Resend account that may read, without spaces or line breaks').optional(),
    RESEND_WEBHOOK_SECRET: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]+=*$/, { error: 'is the signing secret Resend shows when you add the webhook; it begins with whsec_' })
      .optional(),
    RESEND_BASE_URL: z
      .url({ protocol: /^https?$/, error: "is the address of the provider's interface, and is only set for tests" })
      .optional(),
    RESEND_DEBUG: z.literal('', { error: 'must not be set: it makes the SDK print what people wrote' }).optional(),
    MAIL_FROM: z
      .string()
      .regex(/^[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/, {
        error: 'is the sender, on a domain verified with the provider, like Website <forms@example.org>',
      })
      .optional(),
    SEAL_KEY: key(keyHelp).optional(),
    SEAL_KEY_PREVIOUS: key(keyHelp).optional(),
    ALERT_TO: emailAddresses('is who gets an e-mail when something is wrong: one address or several with commas').optional(),
    STORE_URL: z
      .string()
      .refine((text) => text === 'none' || storePattern.test(text), {
        error:
          'is where submissions are kept: file: and a path, like file:var/outbox/outbox.db, or libsql: or https: and an address, or none',
      })
      .optional(),
    STORE_TOKEN: token('is the token of the store, without spaces or line breaks').optional(),
    TASK_TOKEN: key(`lets a scheduler and the site's own test in; it ${keyHelp}`).optional(),
    TRUST_PROXY: number(0, 10, 'is how many web servers of yours stand in front of this one, a number from 0 to 10').default(0),
    EDITOR_REPOSITORY: z
      .string()
      .regex(/^(github:|(gitlab|gitea):(https:\/\/[\w.:-]+\/)?)[\w.-]+(\/[\w.-]+)+(@[\w./-]+)?$/, {
        error:
          'is where the editor page at /edit/ reads and writes, like github:trust/website@main, or gitlab: or gitea: with https://their.host/ before the name',
      })
      .optional(),
    SENDS_PER_ADDRESS: number(1, 10_000, 'is how many forms one address may send in 10 minutes, a number from 1 to 10000').default(10),
    SENDS_PER_HOUR: number(1, 10_000, 'is how many forms everybody together may send in an hour, a number from 1 to 10000').default(60),
  })
  .superRefine((settings, context) => {
    const addIssue = (setting: string, message: string) => context.addIssue({ code: 'custom', path: [setting], message });
    if (settings.RESEND_API_KEY && !settings.MAIL_FROM)
      addIssue('MAIL_FROM', 'is missing: the sender of the mails, on a domain verified with the provider');
    // SITE_URL may be no URL here: its own issue does not stop this check.
    if (settings.SITE_URL && URL.canParse(settings.SITE_URL) && !isLoopback(settings.SITE_URL) && !settings.SEAL_KEY)
      addIssue('SEAL_KEY', `is missing: on a public address it ${keyHelp}`);
    if (settings.PLATFORM !== 'node') {
      if (settings.STORE_URL?.startsWith('file:'))
        addIssue('STORE_URL', `is a file, and ${settings.PLATFORM} keeps none: submissions would be lost. Use libsql: or https:, or none`);
      if (!settings.RESEND_API_KEY)
        addIssue('RESEND_API_KEY', `is missing: on ${settings.PLATFORM} there is no folder that mail could be written to`);
      if (!settings.SEAL_KEY) addIssue('SEAL_KEY', `is missing: on ${settings.PLATFORM} it ${keyHelp}`);
    }
  });

/** For mentors, for referrals, for each service that a referral can name, and for mail that another mailbox rejected. */
const mailboxes = ['mentors', 'referrals', ...Object.keys(serviceOptions), 'fallback'];

/** The setting of a mailbox: MAIL_TO_JUST_WOMEN for just-women. */
const settingName = (mailbox: string) => `MAIL_TO_${mailbox.toUpperCase().replaceAll('-', '_')}`;

export interface Settings extends z.infer<typeof schema> {
  /**
   * The addresses of each mailbox that is set, by its name, e.g. `{ mentors: ['a@example.org'], 'just-women': [...] }`.
   * Has `mentors` and `referrals` whenever RESEND_API_KEY is set.
   */
  mailTo: Readonly<Record<string, readonly string[]>>;
}

function readMailTo(env: Readonly<Record<string, string>>): { mailTo: Settings['mailTo']; issues: string[] } {
  const issues: string[] = [];
  const mailTo: Record<string, readonly string[]> = {};
  for (const [setting, value] of Object.entries(env).filter(([name]) => name.startsWith('MAIL_TO_'))) {
    const mailbox = mailboxes.find((name) => settingName(name) === setting);
    const { data } = emailAddresses('').safeParse(value);
    if (!mailbox) issues.push(`${setting} names no mailbox; there can be ${mailboxes.map(settingName).join(', ')}`);
    else if (data) mailTo[mailbox] = data;
    else issues.push(`${setting} is one address or several with commas, like team@example.org`);
  }
  if (env['RESEND_API_KEY']) {
    if (!env['MAIL_TO_MENTORS']) issues.push('MAIL_TO_MENTORS is missing: where mentor applications are sent');
    if (!env['MAIL_TO_REFERRALS']) issues.push('MAIL_TO_REFERRALS is missing: where referrals are sent');
  }
  return { mailTo, issues };
}

/** Whether only this machine can reach the address. Without an address, the site is being tried out locally. */
export const isLoopback = (siteUrl: string | undefined): boolean => siteUrl === undefined || loopback.includes(new URL(siteUrl).hostname);

/** Where mail goes: to the provider, into files on this machine, or nowhere, which closes the forms. */
export const mailMode = (settings: Settings): 'provider' | 'folder' | 'none' =>
  settings.RESEND_API_KEY ? 'provider' : isLoopback(settings.SITE_URL) ? 'folder' : 'none';

/** The URL of the store that keeps submissions until they are delivered; undefined if they are sent at once and not kept. */
export function storeUrl(settings: Settings): string | undefined {
  const url = settings.STORE_URL ?? (settings.PLATFORM === 'node' ? 'file:var/outbox/outbox.db' : 'none');
  return url === 'none' ? undefined : url;
}

/** Whether the provider sends delivery events, or can be polled. A submission is then kept until its mail is delivered. */
export const deliveryTracked = (settings: Settings): boolean =>
  mailMode(settings) === 'provider' && (settings.RESEND_WEBHOOK_SECRET !== undefined || settings.RESEND_READ_KEY !== undefined);

export class SettingsError extends Error {
  /** One sentence for each wrong setting, beginning with its name. */
  readonly issues: readonly string[];
  constructor(issues: readonly string[]) {
    super(`Settings that are wrong:\n${issues.map((issue) => `  ${issue}`).join('\n')}\nSee .env.example.`);
    this.issues = issues;
  }
}

/**
 * Reads the settings from a record such as process.env. An empty setting counts as not set. Defaults: PLATFORM `node`, HOST
 * `127.0.0.1`, PORT 4321, TRUST_PROXY 0, SENDS_PER_ADDRESS 10 in 10 minutes, SENDS_PER_HOUR 60; STORE_URL has one in
 * `storeUrl`, all others are undefined.
 * @throws SettingsError with a sentence for every wrong setting. It repeats no value, since some are secrets.
 */
export function readSettings(source: Readonly<Record<string, string | undefined>>): Settings {
  const env = Object.fromEntries(Object.entries(source).filter((entry): entry is [string, string] => Boolean(entry[1])));
  const result = schema.safeParse(env);
  const { mailTo, issues } = readMailTo(env);
  if (result.success && issues.length === 0) return { ...result.data, mailTo };
  throw new SettingsError([...(result.error?.issues ?? []).map((issue) => `${String(issue.path[0])} ${issue.message}`), ...issues]);
}
