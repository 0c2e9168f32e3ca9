import { z } from 'zod';
import { serviceOptions } from './schemas/referral-services.ts';

const secret = /^[A-Za-z0-9_-]{43}$/;

const number = (from: number, to: number, what: string) =>
  z.coerce.number({ error: what }).int({ error: what }).min(from, { error: what }).max(to, { error: what });

const address = z.email();
const addresses = (what: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .refine((list) => list.every((each) => address.safeParse(each).success), { error: what });

// A server far away only by an encrypted connection; plain http: reaches this machine alone.
const storeAddress = /^file:[^?#]+$|^(?:libsql|https):\/\/[^\s/]+|^http:\/\/(?:localhost|127\.0\.0\.1)[:/]/;

const key = (what: string) => z.string().regex(secret, { error: what });

const keyHelp = 'is 32 random bytes in base64url, 43 characters; make one with: openssl rand 32 | basenc --base64url | tr -d =';

const platforms = ['node', 'vercel', 'netlify', 'cloudflare'] as const;

const loopback = ['localhost', '127.0.0.1', '[::1]'];

// One line a setting; .env.example explains each to whoever sets it.
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
    RESEND_API_KEY: z
      .string()
      // The SDK prints a key with a line break in its own error message: it must be refused here, unprinted.
      .regex(/^[\x21-\x7e]+$/, { error: 'is the key from the Resend account, without spaces or line breaks' })
      .optional(),
    RESEND_READ_KEY: z
      .string()
      .regex(/^[\x21-\x7e]+$/, { error: 'is a key from the Resend account that may read, without spaces or line breaks' })
      .optional(),
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
    ALERT_TO: addresses('is who is told when something is wrong: one address or several with commas').optional(),
    STORE_URL: z
      .string()
      .refine((text) => text === 'none' || storeAddress.test(text), {
        error:
          'is where applications are kept: file: and a path, like file:var/outbox/outbox.db, or libsql: or https: and an address, or none',
      })
      .optional(),
    STORE_TOKEN: z
      .string()
      .regex(/^[\x21-\x7e]+$/, { error: 'is the token of the store, without spaces or line breaks' })
      .optional(),
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
    const fault = (setting: string, message: string) => context.addIssue({ code: 'custom', path: [setting], message });
    if (settings.RESEND_API_KEY) {
      if (!settings.MAIL_FROM) fault('MAIL_FROM', 'is missing: the sender of the mails, on a domain verified with the provider');
    }
    // An address that is none has been said, and comes here all the same.
    if (settings.SITE_URL && URL.canParse(settings.SITE_URL) && !isLoopback(settings.SITE_URL) && !settings.SEAL_KEY)
      fault('SEAL_KEY', `is missing: on a public address it ${keyHelp}`);
    if (settings.PLATFORM !== 'node') {
      if (settings.STORE_URL?.startsWith('file:'))
        fault('STORE_URL', `is a file, and ${settings.PLATFORM} keeps none: applications would be lost. Use libsql: or https:, or none`);
      if (!settings.RESEND_API_KEY)
        fault('RESEND_API_KEY', `is missing: on ${settings.PLATFORM} there is no folder that mail could be written to`);
      if (!settings.SEAL_KEY) fault('SEAL_KEY', `is missing: on ${settings.PLATFORM} it ${keyHelp}`);
    }
  });

/** The mailboxes there can be: for mentors, for referrals, for each service a referral can name, and for what another did not take. */
const mailboxes = ['mentors', 'referrals', ...Object.keys(serviceOptions), 'fallback'];

/** The setting of a mailbox: MAIL_TO_JUST_WOMEN for just-women. */
const settingOf = (mailbox: string) => `MAIL_TO_${mailbox.toUpperCase().replaceAll('-', '_')}`;

export interface Settings extends z.infer<typeof schema> {
  /** The addresses of each mailbox that is set up, by its name. */
  mailTo: Readonly<Record<string, readonly string[]>>;
}

function readMailTo(set: Readonly<Record<string, string | undefined>>): { mailTo: Settings['mailTo']; faults: string[] } {
  const faults: string[] = [];
  const mailTo: Record<string, readonly string[]> = {};
  for (const [setting, value = ''] of Object.entries(set).filter(([name]) => name.startsWith('MAIL_TO_'))) {
    const mailbox = mailboxes.find((name) => settingOf(name) === setting);
    const list = addresses('').safeParse(value);
    if (!mailbox) faults.push(`${setting} names no mailbox; there can be ${mailboxes.map(settingOf).join(', ')}`);
    else if (list.success) mailTo[mailbox] = list.data;
    else faults.push(`${setting} is one address or several with commas, like team@example.org`);
  }
  if (set['RESEND_API_KEY']) {
    if (!set[settingOf('mentors')]) faults.push('MAIL_TO_MENTORS is missing: where mentor applications are sent');
    if (!set[settingOf('referrals')]) faults.push('MAIL_TO_REFERRALS is missing: where referrals are sent');
  }
  return { mailTo, faults };
}

/** True for an address that only this machine can reach. Without an address the site is somebody's own try-out. */
export const isLoopback = (siteUrl: string | undefined): boolean => siteUrl === undefined || loopback.includes(new URL(siteUrl).hostname);

/** Where mail goes: the provider, files on a machine of one's own, or nowhere, which closes the forms. */
export const mailMode = (settings: Settings): 'provider' | 'folder' | 'nowhere' =>
  settings.RESEND_API_KEY ? 'provider' : isLoopback(settings.SITE_URL) ? 'folder' : 'nowhere';

/** Where applications are kept until they have arrived; nothing where they are sent at once and not kept. */
export function storeUrl(settings: Settings): string | undefined {
  const chosen = settings.STORE_URL ?? (settings.PLATFORM === 'node' ? 'file:var/outbox/outbox.db' : 'none');
  return chosen === 'none' ? undefined : chosen;
}

/** True where the provider's reports reach us, or we may ask: then an application is held until it has arrived. */
export const deliveryTracked = (settings: Settings): boolean =>
  mailMode(settings) === 'provider' && (settings.RESEND_WEBHOOK_SECRET !== undefined || settings.RESEND_READ_KEY !== undefined);

export class SettingsError extends Error {
  readonly issues: readonly string[];
  constructor(issues: readonly string[]) {
    super(`Settings that are wrong:\n${issues.map((fault) => `  ${fault}`).join('\n')}\nSee .env.example.`);
    this.issues = issues;
  }
}

/**
 * Reads the settings from a plain record such as process.env; an empty one counts as not set.
 * @throws WrongSettings with a sentence for every wrong one, never with a value: some are secrets.
 */
export function readSettings(from: Readonly<Record<string, string | undefined>>): Settings {
  const set = Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(set);
  const { mailTo, faults } = readMailTo(set);
  if (result.success && faults.length === 0) return { ...result.data, mailTo };
  throw new SettingsError([...(result.error?.issues ?? []).map((issue) => `${String(issue.path[0])} ${issue.message}`), ...faults]);
}
