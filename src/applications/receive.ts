import type { Application } from './application.ts';
import { type Mail, mailFor } from './mail.ts';

/** What a carrier answered to one try. */
export type Outcome =
  /** Accepted, with the carrier's own id: the only thing that counts as sent. */
  | { accepted: true; id: string }
  | {
      accepted: false;
      /** True when the same mail with the same key may be tried again. */
      again: boolean;
      /** How long the carrier asks us to wait first, in milliseconds. */
      wait?: number;
      /** False when it may have been accepted after all: no answer, or one that cannot be read. */
      certain: boolean;
      /** A status and a name for the log. Never the carrier's message: it can quote an address. */
      status: number | null;
      name: string;
    };

/** Hands one mail to whoever carries it, in one try of a few seconds. Never throws. */
export interface Post {
  send(mail: Mail): Promise<Outcome>;
}

export type Received =
  | { sent: true; attempts: number }
  /** `certain: false`: a try went unanswered, so it may have arrived; the page says that we cannot be sure. */
  | { sent: false; certain: boolean; attempts: number; status: number | null; name: string };

// Waiting longer than this would keep a person in front of a blank page past the ten seconds they were promised.
const longestWait = 2000;

/**
 * Sends a checked application, without a store: two tries with the same key and the same bytes
 * (provider.md section 10), and never "sent" without the carrier's id.
 */
export async function receive(
  application: Application,
  { post, from, to }: { post: Post; from: string; to: readonly string[] },
): Promise<Received> {
  const mail = mailFor(application, { from, to });
  let certain = true;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await post.send(mail);
    if (outcome.accepted) return { sent: true, attempts };
    certain &&= outcome.certain;
    const { again, wait = 0, status, name } = outcome;
    if (attempts === 2 || !again || wait > longestWait) return { sent: false, certain, attempts, status, name };
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
