import autocannon from 'autocannon';

// Presses buttons as many people at once do, in a process of its own: what it measures is not slowed by the client that sends the load.

/** So many presses, or for so long. Each takes the next body, and the first again after the last. */
export interface Presses {
  url: string;
  bodies: string[];
  people: number;
  amount?: number;
  seconds?: number;
  /** What the browser says it can unpack. */
  encoding: string;
  /** Whether the sealed field of each page is wanted back. */
  states?: boolean;
}

export interface Pressed {
  /** Answers a second, from the first press to the last answer. */
  rate: number;
  /** How long half of them, and 99 in a hundred, waited at most, in milliseconds. */
  p50: number;
  p99: number;
  /** How often each status was answered. */
  statuses: Record<string, number>;
  /** Bytes of one answer with its headers, the middle one. */
  bytes: number;
  states: string[];
}

async function press({ url, bodies, people, amount, seconds, encoding, states: wanted }: Presses): Promise<Pressed> {
  const waits: number[] = [];
  const sizes: number[] = [];
  const statuses: Record<string, number> = {};
  const states: string[] = [];
  let next = 0;
  const begun = performance.now();
  let ended = begun;
  const running = autocannon({
    url,
    connections: people,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: new URL(url).origin,
      'Accept-Encoding': encoding,
    },
    requests: [
      {
        method: 'POST',
        setupRequest: (request: object) => ({ ...request, body: bodies[next++ % bodies.length] }),
        ...(wanted && {
          onResponse: (_status: number, page: string) => states.push(/name="state" value="([^"]*)"/.exec(page)?.[1] ?? ''),
        }),
      },
    ],
  });
  running.on('response', (_client: unknown, status: number, bytes: number, wait: number) => {
    ended = performance.now();
    waits.push(wait);
    sizes.push(bytes);
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  await running;
  const at = (of: number[], part: number) => of.sort((one, other) => one - other)[Math.floor((of.length - 1) * part)] ?? 0;
  return {
    rate: (waits.length / (ended - begun)) * 1000,
    p50: at(waits, 0.5),
    p99: at(waits, 0.99),
    statuses,
    bytes: at(sizes, 0.5),
    states,
  };
}

process.on('message', async (presses: Presses) => process.send?.(await press(presses)));
