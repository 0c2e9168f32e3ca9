import { type FakeResend, resendSettings, taskToken } from '../../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../../site-under-test/serve.ts';

/** One input of a row, and what must come of it: it throws a sentence where that falls short. */
export interface Attempt {
  what: string;
  run: () => Promise<void> | void;
}

/** A row of one of the two reports, with siblings of what it names. */
export interface ReportRow {
  /** T1 to T14 and W1 to W13, as in the reports. */
  row: string;
  title: string;
  attempts: (context: ReportContext) => Attempt[] | Promise<Attempt[]>;
  /** How many attempts run at once; one if left out. */
  atOnce?: number;
  /** Begins at the start and beside the other rows, since it waits for a minute. */
  waits?: true;
}

export interface ReportContext {
  /** Behind one trusted proxy, with the fake provider and room for any number of submissions. */
  site: RunningSite;
  provider: FakeResend;
  key: Uint8Array;
  /** An address of a network that nobody else here sends from. */
  newAddress: () => string;
  /** Starts another site, stopped at the end. */
  start: (settings: Record<string, string>, project?: string) => Promise<RunningSite>;
}

export const sealKey = Buffer.alloc(32, 7);

/** The settings of `site`. */
export const siteSettings = (provider: FakeResend): Record<string, string> => ({
  ...resendSettings(provider),
  TRUST_PROXY: '1',
  SEAL_KEY: sealKey.toString('base64url'),
  TASK_TOKEN: taskToken,
});

export async function createContext(provider: FakeResend): Promise<{ context: ReportContext; stop: () => Promise<void> }> {
  const started: RunningSite[] = [];
  const start: ReportContext['start'] = async (settings, project) => {
    const site = await serve(settings, undefined, project);
    started.push(site);
    return site;
  };
  let networks = 0;
  const context: ReportContext = {
    site: await start(siteSettings(provider)),
    provider,
    key: sealKey,
    // Documentation addresses (RFC 3849), each of another /48.
    newAddress: () => `2001:db8:${(++networks).toString(16)}::1`,
    start,
  };
  return { context, stop: async () => void (await Promise.all(started.map((site) => site.stop()))) };
}

/** Attempts over a list of inputs. */
export const each = <T>(inputs: readonly T[], what: (input: T) => string, run: (input: T) => Promise<void> | void): Attempt[] =>
  inputs.map((input) => ({ what: what(input), run: () => run(input) }));
