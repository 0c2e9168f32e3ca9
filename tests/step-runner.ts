import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

// Programs of packages start whichever node comes first in PATH: it must be the one that runs this.
const thisNode = { PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}` };

/** What one step is given: a way to run programs, and a way to print. Both go to the step's own part of the output. */
export interface StepContext {
  /** Runs a program; rejects when it exits with anything but 0. */
  run: (command: string, args: readonly string[], options?: { cwd?: string; env?: Record<string, string> }) => Promise<void>;
  print: (text: string) => void;
}

export interface Step {
  name: string;
  /** Names of steps that must have passed before. */
  after?: readonly string[];
  /** True for downloads: their time is counted apart. */
  isDownload?: boolean;
  run: (context: StepContext) => Promise<void>;
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
const minutes = (ms: number) => (ms < 60_000 ? seconds(ms) : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`);

/** Counts of tests, as node:test (spec reporter) and Playwright (list reporter) print them at their end. */
function countTests(output: string) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal are taken out.
  const plain = output.replace(/\u001b\[\d+m/g, '');
  const sum = (...patterns: RegExp[]) =>
    patterns.flatMap((pattern) => [...plain.matchAll(pattern)]).reduce((total, [, count]) => total + Number(count), 0);
  return {
    passed: sum(/^ℹ pass (\d+)$/gm, /^ {2}(\d+) passed\b/gm),
    failed: sum(/^ℹ fail (\d+)$/gm, /^ {2}(\d+) failed\b/gm),
    skipped: sum(/^ℹ skipped (\d+)$/gm, /^ {2}(\d+) skipped\b/gm),
  };
}

/**
 * Runs steps, `lanes` at a time and in their order, each as soon as what it comes after has passed. After a failure none
 * is begun. The output of a step stays together: of the oldest one running as it comes, of the others when its turn comes.
 * Prints the time of each, and last a line of counts. Resolves to true when all passed.
 */
export async function runSteps(steps: readonly Step[], lanes: number): Promise<boolean> {
  const began = performance.now();
  const waiting = [...steps];
  const states = new Map<string, 'running' | 'passed' | 'failed'>();
  const shown: { name: string; output: string; printed: number; ended: boolean }[] = [];
  const results: { name: string; ms: number; isDownload: boolean; passed: boolean; output: string }[] = [];

  /** Prints what is new of the oldest step that is not printed to its end. */
  function show() {
    for (let current = shown[0]; current; current = shown[0]) {
      process.stdout.write(current.output.slice(current.printed));
      current.printed = current.output.length;
      if (!current.ended) return;
      shown.shift();
    }
  }

  async function start(step: Step) {
    states.set(step.name, 'running');
    const log = { name: step.name, output: `\n== ${step.name}\n`, printed: 0, ended: false };
    shown.push(log);
    const print = (text: string) => {
      log.output += text;
      show();
    };
    show();
    const from = performance.now();
    const run: StepContext['run'] = (command, args, { cwd, env } = {}) =>
      new Promise((done, failed) => {
        const child = spawn(command, args, { cwd, env: { ...process.env, ...thisNode, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
        child.stdout.setEncoding('utf8').on('data', print);
        child.stderr.setEncoding('utf8').on('data', print);
        child.once('error', failed);
        child.once('close', (code, signal) => (code === 0 ? done() : failed(new Error(`${command} ended with ${signal ?? code}`))));
      });
    const passed = await step.run({ run, print }).then(
      () => true,
      (error: Error) => {
        print(`\n${error.message}\n`);
        return false;
      },
    );
    const ms = performance.now() - from;
    states.set(step.name, passed ? 'passed' : 'failed');
    results.push({ name: step.name, ms, isDownload: step.isDownload ?? false, passed, output: log.output });
    print(`-- ${step.name}: ${passed ? 'passed' : 'FAILED'} in ${seconds(ms)}\n`);
    log.ended = true;
    show();
  }

  await new Promise<void>((done) => {
    let running = 0;
    const next = () => {
      const isStopped = results.some(({ passed }) => !passed);
      while (!isStopped && running < lanes) {
        const index = waiting.findIndex(({ after = [] }) =>
          after.every((name) => states.get(name) === 'passed' || !steps.some((step) => step.name === name)),
        );
        const [step] = index === -1 ? [] : waiting.splice(index, 1);
        if (!step) break;
        running += 1;
        void start(step).then(() => {
          running -= 1;
          next();
        });
      }
      if (running === 0) done();
    };
    next();
  });

  const ms = performance.now() - began;
  const downloads = results.filter(({ isDownload }) => isDownload).reduce((sum, step) => sum + step.ms, 0);
  const counts = results.map(({ output }) => countTests(output));
  const total = (of: (count: (typeof counts)[number]) => number) => counts.reduce((sum, count) => sum + of(count), 0);
  const failed = results.filter(({ passed }) => !passed);
  const inOrder = steps.flatMap(({ name }) => results.find((result) => result.name === name) ?? []);
  console.log('');
  for (const { name, ms, passed, output } of inOrder) {
    const { passed: tests } = countTests(output);
    console.log(`${passed ? 'Passed' : 'FAILED'}: ${name}, ${seconds(ms)}${tests > 0 ? `, ${tests} tests` : ''}`);
  }
  for (const { name } of waiting) console.log(`Not run: ${name}`);
  console.log(
    `${failed.length > 0 ? `FAILED: ${failed.map(({ name }) => name).join(', ')}. ` : ''}${results.length - failed.length} of ${steps.length} steps and ${total(({ passed }) => passed)} tests passed, ${total(({ failed }) => failed)} failed, ${total(({ skipped }) => skipped)} skipped, in ${minutes(ms - downloads)}${downloads > 0 ? `, and ${minutes(downloads)} of downloads` : ''}.`,
  );
  return failed.length === 0;
}
