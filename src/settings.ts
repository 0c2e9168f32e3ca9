import { z } from 'zod';

const secret = /^[A-Za-z0-9_-]{43}$/;

const number = (from: number, to: number, what: string) =>
  z.coerce.number({ error: what }).int({ error: what }).min(from, { error: what }).max(to, { error: what });

const address = z.email();
const addresses = (what: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .refine((list) => list.every((each) => address.safeParse(each).success), { error: what });

const key = (what: string) => z.string().regex(secret, { error: what });

const keyHelp = 'is 32 random bytes in base64url, 43 characters; make one with: openssl rand 32 | basenc --base64url | tr -d =';

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
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: number(0, 65535, 'is a port, a number from 1 to 65535').default(4321),
    RESEND_API_KEY: z
      .string()
      // The SDK prints a key with a line break in its own error message: it must be refused here, unprinted.
      .regex(/^[\x21-\x7e]+$/, { error: 'is the key from the Resend account, without spaces or line breaks' })
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
    MAIL_TO_MENTORS: addresses('is one address or several with commas, like mentors@example.org').optional(),
    SEAL_KEY: key(keyHelp).optional(),
    SEAL_KEY_PREVIOUS: key(keyHelp).optional(),
  })
  .superRefine((settings, context) => {
    const fault = (setting: string, message: string) => context.addIssue({ code: 'custom', path: [setting], message });
    if (settings.RESEND_API_KEY) {
      if (!settings.MAIL_FROM) fault('MAIL_FROM', 'is missing: the sender of the mails, on a domain verified with the provider');
      if (!settings.MAIL_TO_MENTORS) fault('MAIL_TO_MENTORS', 'is missing: where mentor applications are sent');
    }
    if (settings.SITE_URL && !isLoopback(settings.SITE_URL) && !settings.SEAL_KEY)
      fault('SEAL_KEY', `is missing: on a public address it ${keyHelp}`);
  });

export type Settings = z.infer<typeof schema>;

/** True for an address that only this machine can reach. Without an address the site is somebody's own try-out. */
export const isLoopback = (siteUrl: string | undefined): boolean => siteUrl === undefined || loopback.includes(new URL(siteUrl).hostname);

/** Where mail goes: the provider, files on a machine of one's own, or nowhere, which closes the forms. */
export const mailGoes = (settings: Settings): 'provider' | 'folder' | 'nowhere' =>
  settings.RESEND_API_KEY ? 'provider' : isLoopback(settings.SITE_URL) ? 'folder' : 'nowhere';

export class WrongSettings extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`Settings that are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}\nSee .env.example.`);
    this.faults = faults;
  }
}

/**
 * Reads the settings from a plain record such as process.env; an empty one counts as not set.
 * @throws WrongSettings with a sentence for every wrong one, never with a value: some are secrets.
 */
export function readSettings(from: Readonly<Record<string, string | undefined>>): Settings {
  const set = Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  throw new WrongSettings(result.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
}
