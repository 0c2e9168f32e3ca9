import { createHmac } from 'node:crypto';
import { derived, hoursSealed, type Keys, type State } from './sealed-state.ts';

/** So many accepted sends within a time, of one address or of everybody. */
export interface Limit {
  of: 'address' | 'hour';
  /** The names that count towards it; a new send is counted under the first. */
  names: readonly [string, ...string[]];
  most: number;
  /** In milliseconds. */
  within: number;
}

/**
 * What a send finds: a place, a place that fills half of everybody's hour, that it was accepted before, or the limit
 * that is full and how long it stays so.
 */
export type Place = 'free' | 'half full' | 'accepted before' | { full: Limit['of']; wait: number };

/**
 * Counts sends. A rejection means that nothing is limited, so one that is far away must reject within a second and
 * not hang. Each call is one step: presses at once cannot share the last place.
 */
export interface Counters {
  /** Says what a send would find, and takes nothing. */
  look(send: string, limits: readonly Limit[], now: number): Promise<Place>;
  /** Takes a place under every limit. The same send again keeps the place it has. */
  take(send: string, limits: readonly Limit[], now: number): Promise<Place>;
  /** Remembers that a send was accepted, for as long as its seal can be posted again. */
  accept(send: string, limits: readonly Limit[], now: number): Promise<void>;
  /** Gives back the place of a send that was not accepted. */
  giveBack(send: string): Promise<void>;
}

/** The limits in force, and where they are counted. */
export interface Limits {
  perAddress: number;
  perHour: number;
  counters: Counters;
  /** How many wait to be sent, where what comes over the hourly number can be kept for later; nothing where it is refused. */
  waiting?: (() => Promise<number>) | undefined;
  /** Told when a limit refuses somebody, when half of everybody's hour is used, and when nothing could be counted. */
  report: (what: Limit['of'] | 'half full' | 'not counted') => void;
}

const tenMinutes = 10 * 60 * 1000;
const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** How long an accepted send is remembered: no seal made before it opens for longer. */
export const rememberedFor = hoursSealed * hour;

/** The eight groups of an IPv6 address, with its last 32 bits as an IPv4 address where it is written so. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address
    .replace(/%.*$/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
      const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
      return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
    })
    .split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16).toString(16)));
  const [first, last] = [groups(head), groups(tail ?? '')];
  return tail === undefined ? first : [...first, ...new Array(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last];
}

/** Who one address stands for: IPv4 as it is, IPv6 by its first 64 bits, since one household or phone has all of those. */
export function oneClient(address: string): string {
  if (!address.includes(':')) return address;
  const groups = groupsOf(address.toLowerCase());
  // ::ffff:192.0.2.1 is how a server that listens to both kinds sees an IPv4 address.
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') {
    return groups
      .slice(6)
      .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
      .join('.');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** An address as it is counted: a keyed hash whose key changes daily, so that nobody can be followed for longer. */
function hashed(address: string, keys: Keys, at: number): string {
  const date = new Date(at).toISOString().slice(0, 10);
  return createHmac('sha256', derived(keys.current, `address ${date}`))
    .update(oneClient(address))
    .digest('base64url');
}

function limitsOn({ perAddress, perHour }: Limits, client: string | undefined, keys: Keys, now: number): Limit[] {
  return [
    ...(client === undefined
      ? []
      : [
          {
            of: 'address',
            // Yesterday's too, for ten minutes that cross midnight.
            names: [hashed(client, keys, now), hashed(client, keys, now - day)],
            most: perAddress,
            within: tenMinutes,
          } as const,
        ]),
    { of: 'hour', names: ['everybody'], most: perHour, within: hour },
  ];
}

/** One send: the same answers of the same visit. Changed answers are another mail, and so another send. */
function nameOf(state: State & { minted: NonNullable<State['minted']> }, keys: Keys): string {
  return createHmac('sha256', derived(keys.current, 'send'))
    .update(JSON.stringify([state.minted.id, state.revision, state.answers]))
    .digest('base64url');
}

/** A place under the limits, to be settled once: `accept` when the mail was accepted, `giveBack` when not. */
export interface Held {
  /** It is over the hourly number, and is to be kept and sent when there is room. */
  overNumber: boolean;
  accept(): Promise<void>;
  giveBack(): Promise<void>;
}

export interface Sending {
  state: Parameters<typeof nameOf>[0];
  client: string | undefined;
  keys: Keys;
  now: number;
}

const nothing = async () => {};

// So many kept for later would take days to send: whoever comes now is better told.
const mostWaiting = 500;

/** True where a send over the hourly number can be kept and sent later. */
const keptForLater = async ({ waiting }: Limits) => waiting !== undefined && (await waiting()) < mostWaiting;

/** Goes on without being counted. */
export const uncounted: Held = { overNumber: false, accept: nothing, giveBack: nothing };

const isHour = (place: Place) => typeof place === 'object' && place.full === 'hour';
const ofAddress = (limits: readonly Limit[]) => limits.filter(({ of }) => of === 'address');

/** Says whether a send would be refused, for a page that only asks: many of those at once must not fill the places of others. */
export async function lookForPlace(
  limits: Limits,
  { state, client, keys, now }: Sending,
): Promise<Held | Exclude<Place, 'free' | 'half full'>> {
  try {
    const on = limitsOn(limits, client, keys, now);
    let place = await limits.counters.look(nameOf(state, keys), on, now);
    if (isHour(place) && (await keptForLater(limits))) place = await limits.counters.look(nameOf(state, keys), ofAddress(on), now);
    if (typeof place === 'object') limits.report(place.full);
    return place === 'free' || place === 'half full' ? uncounted : place;
  } catch {
    limits.report('not counted');
    return uncounted;
  }
}

/**
 * Takes a place for one send. Only accepted sends count: a place is given back when the mail was not. Where counting
 * fails the person goes on, since a limit that cannot be kept must not keep anyone from help.
 */
export async function takePlace(
  limits: Limits,
  { state, client, keys, now }: Sending,
): Promise<Held | Exclude<Place, 'free' | 'half full'>> {
  const send = nameOf(state, keys);
  const on = limitsOn(limits, client, keys, now);
  const settle = (counting: () => Promise<void>) => async () => {
    try {
      await counting();
    } catch {
      limits.report('not counted');
    }
  };
  try {
    let place = await limits.counters.take(send, on, now);
    const overNumber = isHour(place) && (await keptForLater(limits));
    if (overNumber) place = await limits.counters.take(send, ofAddress(on), now);
    if (typeof place === 'object') limits.report(place.full);
    // Said while there is still room: a flood, or a day when many need help, is for a person to look at.
    if (place === 'half full') limits.report(place);
    if (place !== 'free' && place !== 'half full') return place;
    return {
      overNumber,
      accept: settle(() => limits.counters.accept(send, on, now)),
      giveBack: settle(() => limits.counters.giveBack(send)),
    };
  } catch {
    limits.report('not counted');
    return uncounted;
  }
}
