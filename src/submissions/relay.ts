import { type Delivery, handOn, nextAfter } from './deliver.ts';
import { applyReports } from './delivery-events.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long an application may wait before a monitor is told. */
export const overdueAfter = 15 * minute;
/** How long anything is held at most; what is left then is removed, with an alert. */
export const heldAtMost = 14 * day;
/** How long the ledger keeps reference, provider id, state and times. */
const ledgerFor = 90 * day;
// The provider repeats a report for about 28 hours.
const reportsFor = 3 * day;

// Five at once: slow answers do not hold up the others, and the provider takes five a second.
const atOnce = 5;

export interface Round {
  sent: number;
  /** Tried, and waiting still. */
  notSent: number;
  looked: number;
}

/**
 * One round of the outbox: sends what is due, asks about what was accepted, warns of what is held too long, and lets go
 * of what is old. `all` also tries what is not due yet: a person may just have mended a setting.
 * Rejects where the store fails.
 */
export async function sendWaiting(delivery: Delivery, { all = false } = {}): Promise<Round> {
  const { outbox, now, perHour } = delivery;
  const round: Round = { sent: 0, notSent: 0, looked: 0 };
  if (!outbox) return round;
  const began = now();
  // Before sending: what these say was not delivered goes out in this round.
  for (const { mail, report } of await outbox.reportsLeft(500)) await applyReports(mail, [report], delivery);

  /** True when the provider wants to be left alone for so long that the rest is for the next round. */
  async function send(most: number, overNumber: boolean): Promise<'done' | 'more' | 'enough'> {
    const claimed = await outbox?.claim({ at: now(), since: began, all, most, overNumber });
    if (!claimed || claimed.length === 0) return 'done';
    const results = await Promise.all(claimed.map((each) => handOn(each, delivery)));
    round.sent += results.filter(({ accepted }) => accepted).length;
    round.notSent += results.filter(({ accepted }) => !accepted).length;
    const wait = Math.max(...results.map(({ wait }) => wait));
    if (wait > 5000) return 'enough';
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    return 'more';
  }

  let last: Awaited<ReturnType<typeof send>>;
  do last = await send(atOnce, false);
  while (last === 'more');
  // What came over the hourly number goes out as the hour has room.
  let over = last === 'enough' ? last : 'more';
  while (over === 'more') {
    const room = perHour - (await outbox.acceptedSince(now() - hour));
    over = room > 0 ? await send(Math.min(atOnce, room), true) : 'enough';
  }
  round.looked = await look(delivery);
  await tidy(delivery);
  return round;
}

/** Asks what became of accepted mails, where the provider lets us ask. */
async function look(delivery: Delivery): Promise<number> {
  const { outbox, post, now } = delivery;
  if (!outbox || !post.look) return 0;
  const waiting = await outbox.toLookAt(now(), (looks) => nextAfter(looks + 1, now()), 50);
  for (const { mail } of waiting) {
    const report = mail === null ? undefined : await post.look(mail);
    if (mail !== null && report) await applyReports(mail, [report], delivery);
  }
  return waiting.length;
}

async function tidy({ outbox, alert, now }: Delivery): Promise<void> {
  if (!outbox) return;
  const at = now();
  for (const { reference } of await outbox.removeHeld(at - heldAtMost, at)) alert('removed unread', reference);
  const since = { heldBefore: at - overdueAfter, acceptedBefore: at - day, warnedBefore: at - day };
  for (const { reference } of await outbox.toWarnOf(at, since)) alert('still held', reference);
  await outbox.forget({ endedBefore: at - ledgerFor, reportedBefore: at - reportsFor });
}

/** Sends one application now, also one that was put aside. False where there is none of that reference to send. */
export async function sendAgain(reference: string, delivery: Delivery): Promise<boolean> {
  const claimed = await delivery.outbox?.claimOne(reference, delivery.now());
  return claimed !== undefined && (await handOn(claimed, delivery)).accepted;
}
