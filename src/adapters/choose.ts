import { resolve } from 'node:path';
import type { Application } from '../applications/application.ts';
import { type Post, type Received, receive } from '../applications/receive.ts';
import type { Limits } from '../journey/limits.ts';
import type { Keys } from '../journey/state.ts';
import { mailGoes, readSettings, type Settings } from '../settings.ts';
import { countersInMemory } from './counters.ts';
import { logLimits, logReceived } from './log.ts';

/** Where files go on a machine of one's own, from the folder the server was started in. */
export const mailFolder = resolve('var/mail');
const sealKeyFile = resolve('var/seal.key');

export interface Chosen {
  siteUrl: string | undefined;
  keys: Keys;
  deliver: ((application: Application) => Promise<Received>) | undefined;
  limits: Limits;
}

async function postFor(settings: Settings): Promise<Post | undefined> {
  switch (mailGoes(settings)) {
    case 'provider': {
      const { resendPost } = await import('./resend.ts');
      return resendPost({ key: settings.RESEND_API_KEY ?? '', baseUrl: settings.RESEND_BASE_URL });
    }
    case 'folder': {
      const { folderPost } = await import('./folder.ts');
      return folderPost(mailFolder);
    }
    default:
      return undefined;
  }
}

async function keysFor(settings: Settings): Promise<Keys> {
  const bytes = (key: string) => new Uint8Array(Buffer.from(key, 'base64url'));
  const current = settings.SEAL_KEY ?? (await (await import('./seal-key.ts')).sealKeyIn(sealKeyFile));
  return { current: bytes(current), previous: settings.SEAL_KEY_PREVIOUS ? bytes(settings.SEAL_KEY_PREVIOUS) : undefined };
}

async function choose(settings: Settings): Promise<Chosen> {
  const post = await postFor(settings);
  // Without a provider the mail goes into a folder, and these names only say what it is.
  const from = settings.MAIL_FROM ?? 'Website <website@localhost>';
  const to = ({ mailboxes }: Application) =>
    mailboxes.map((name) => settings.mailTo[name]).find((addresses) => addresses !== undefined) ?? [`${mailboxes.at(-1)}@localhost`];
  return {
    siteUrl: settings.SITE_URL,
    keys: await keysFor(settings),
    deliver:
      post &&
      (async (application) => {
        const start = performance.now();
        const received = await receive(application, { post, from, to: to(application) });
        logReceived(application.reference, received, performance.now() - start);
        return received;
      }),
    limits: {
      perAddress: settings.SENDS_PER_ADDRESS,
      perHour: settings.SENDS_PER_HOUR,
      counters: countersInMemory(),
      report: logLimits,
    },
  };
}

let chosen: Promise<Chosen> | undefined;

/** The parts the settings of this process ask for, chosen on the first call. Rejects with WrongSettings, each time. */
export function fromSettings(): Promise<Chosen> {
  chosen ??= choose(readSettings(process.env));
  return chosen;
}
