import { createFakeResend } from '../infrastructure/mail/fake-resend.ts';
import { browserRows, closeBrowsers } from './reports/browser.ts';
import { type Attempt, createContext, type ReportContext, type ReportRow } from './reports/context.ts';
import { fileRows } from './reports/files.ts';
import { formRows } from './reports/forms.ts';
import { httpRows } from './reports/http.ts';

// npm run bench:reports [row ...]: every row of the two reports of issue 16 (who is turned away, T1 to T14; weaknesses, W1 to W13)
// with siblings, against the built site as it is served on this machine. Says row by row what falls short, and exits with 1.

const wanted = process.argv.slice(2).map((name) => name.toUpperCase());
const order = ({ row }: ReportRow) => (row.startsWith('T') ? 0 : 100) + Number(/\d+/.exec(row)?.[0]);
const rows = [...formRows, ...httpRows, ...browserRows, ...fileRows]
  .filter(({ row }) => wanted.length === 0 || wanted.includes(row.split(',')[0] ?? ''))
  .sort((a, b) => order(a) - order(b));
if (rows.length === 0) {
  console.error(`No row is called ${wanted.join(' or ')}. There are T1 to T14 and W1 to W13.`);
  process.exit(1);
}

/** The longest that one attempt may take. */
const mostMs = 120_000;
/** Failures shown of one row. */
const shown = 12;

interface Outcome {
  row: ReportRow;
  tried: number;
  short: { what: string; why: string }[];
}

const written = (value: unknown) => (value instanceof RegExp ? String(value) : JSON.stringify(value));
const reason = (error: unknown) => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n').filter(Boolean);
  const compared = error instanceof Error && 'actual' in error && 'generatedMessage' in error && error.generatedMessage === true;
  return (compared ? `${written(error.actual)} instead of ${written((error as { expected?: unknown }).expected)}` : line).slice(0, 200);
};

async function attempt({ what, run }: Attempt, short: Outcome['short']) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`took longer than ${mostMs / 1000} seconds`)), mostMs);
  });
  try {
    await Promise.race([run(), late]);
  } catch (error) {
    short.push({ what, why: reason(error) });
  } finally {
    clearTimeout(timer);
  }
}

async function tryRow(row: ReportRow, context: ReportContext): Promise<Outcome> {
  const short: Outcome['short'] = [];
  let attempts: Attempt[] = [];
  try {
    attempts = await row.attempts(context);
  } catch (error) {
    return { row, tried: 1, short: [{ what: 'could not be tried', why: reason(error) }] };
  }
  let next = 0;
  const worker = async () => {
    for (let mine = attempts[next++]; mine; mine = attempts[next++]) await attempt(mine, short);
  };
  await Promise.all(Array.from({ length: row.atOnce ?? 1 }, worker));
  return { row, tried: attempts.length, short };
}

function print({ row, tried, short }: Outcome) {
  console.log(
    `${row.row.padEnd(14)} ${short.length === 0 ? 'holds      ' : 'falls short'} ${String(tried - short.length).padStart(4)} of ${tried}  ${row.title}`,
  );
  for (const { what, why } of short.slice(0, shown)) console.log(`${' '.repeat(15)}${what}: ${why}`);
  if (short.length > shown) console.log(`${' '.repeat(15)}and ${short.length - shown} more`);
}

const provider = await createFakeResend();
const { context, stop } = await createContext(provider);
const outcomes: Outcome[] = [];
try {
  const waiting = rows.filter(({ waits }) => waits).map((row) => tryRow(row, context));
  for (const row of rows.filter(({ waits }) => !waits)) {
    const outcome = await tryRow(row, context);
    print(outcome);
    outcomes.push(outcome);
  }
  for (const outcome of await Promise.all(waiting)) {
    print(outcome);
    outcomes.push(outcome);
  }
} finally {
  await closeBrowsers();
  await stop();
  await provider.stop();
}

const short = outcomes.filter((outcome) => outcome.short.length > 0).sort((a, b) => order(a.row) - order(b.row));
console.log(
  short.length === 0
    ? `\nAll ${outcomes.length} rows hold.`
    : `\n${short.length} of ${outcomes.length} rows fall short: ${short.map(({ row }) => row.row).join('; ')}.`,
);
process.exitCode = short.length > 0 ? 1 : 0;
