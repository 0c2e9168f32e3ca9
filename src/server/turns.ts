/** How long ago a file may have been asked for and still count as "somebody waits for files". */
const demandMs = 50;

export interface Turns {
  /** Notes that a file has been sent. */
  noteFile: () => void;
  /** Runs this when it is its turn. */
  queue: (handle: () => void) => void;
}

/**
 * Lets files and the function share the one thread. Files are sent at once, in microseconds. What the function does takes
 * milliseconds, so it is begun one request at a time, and while somebody asks for files it rests after each for as long as that
 * took: a flood of the function, of `/health/` or of what a client pipelines leaves the pages of the site half of the time.
 *
 * It also matters that nothing runs in a row: the event loop accepts one new connection a turn.
 */
export function createTurns(now: () => number = () => performance.now()): Turns {
  const waiting: (() => void)[] = [];
  let isRunning = false;
  let lastFileAt = Number.NEGATIVE_INFINITY;

  function next() {
    const handle = waiting.shift();
    if (!handle) {
      isRunning = false;
      return;
    }
    const start = now();
    // It comes after the microtasks of the handler, in which Astro renders.
    setImmediate(() => {
      const filesWaited = now() - lastFileAt < demandMs;
      if (waiting.length > 0 && filesWaited) setTimeout(next, now() - start);
      else next();
    });
    handle();
  }

  return {
    noteFile: () => {
      lastFileAt = now();
    },
    queue: (handle) => {
      waiting.push(handle);
      if (isRunning) return;
      isRunning = true;
      setImmediate(next);
    },
  };
}
