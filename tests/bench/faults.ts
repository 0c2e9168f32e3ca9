import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasLibsqlServer, startLibsqlServer } from '../hosting/libsql-server.ts';
import { type FaultInjectionResult, runFaultInjection, type Scenario } from '../server/fault-injection.ts';

// npm run bench:faults [applications] [kills]: what is lost and what comes twice, when everything fails that can.

const [applications = 5000, kills = 50] = process.argv.slice(2).map(Number);
const failed: string[] = [];

function print({ name }: Scenario, counted: FaultInjectionResult) {
  const { delaysMs, lost, duplicated, provider } = counted;
  const at = (share: number) =>
    `${((delaysMs[Math.min(delaysMs.length - 1, Math.floor(delaysMs.length * share))] ?? 0) / 1000).toFixed(1)} s`;
  const accepted = provider['accepted'] ?? 0;
  const answered = Object.values(provider).reduce((sum, each) => sum + each, 0);
  console.log(`\n${name}`);
  console.table({
    applications: counted.submissions,
    'confirmed to a person': counted.confirmed,
    'in the usual mailbox': counted.delivered,
    'in the other mailbox': counted.inFallback,
    'LOST (confirmed, in no mailbox)': lost.length,
    'TWICE (in a mailbox more than once)': duplicated.length,
    'marked "may be a second copy"': counted.markedCopies,
    'answered "not sent" or "cannot be sure", and pressed again': counted.notConfirmed,
    'kills (SIGKILL)': counted.kills,
    'tries at the provider': answered,
    'of them failed, in every way it is known to': answered - accepted,
    'from confirmation to mailbox: median': at(0.5),
    p95: at(0.95),
    longest: at(1),
    seconds: Math.round(counted.seconds),
  });
  if (lost.length > 0 || duplicated.length > 0 || counted.confirmed !== counted.submissions) failed.push(name);
}

async function run(scenario: Scenario) {
  print(scenario, await runFaultInjection(scenario));
}

await run({ name: 'One server, its store in a file', submissions: applications, kills });

if (hasLibsqlServer) {
  const store = await startLibsqlServer();
  try {
    await run({
      name: 'Two servers on one libSQL server',
      submissions: Math.ceil(applications / 5),
      kills: Math.ceil(kills / 5),
      processes: 2,
      store: store.url,
    });
    await run({
      name: 'Two servers, and a libSQL server that is killed on the way',
      submissions: Math.ceil(applications / 10),
      kills: Math.ceil(kills / 10),
      processes: 2,
      store: store.url,
      disruption: { times: 4, begin: store.kill, end: store.start },
    });
  } finally {
    await store.stop();
  }
} else console.log('\nLeft out: two servers on one libSQL server. Its package is for Linux on x64.');

/** A disk of 16 MB of its own, or nothing where we may not make one. */
async function smallDisk(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'trust-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}

const disk = await smallDisk();
if (disk) {
  const ballast = join(disk, 'ballast');
  await mkdir(disk, { recursive: true });
  try {
    await run({
      name: 'One server whose disk fills up on the way',
      submissions: Math.ceil(applications / 10),
      kills: Math.ceil(kills / 10),
      folder: disk,
      disruption: {
        times: 4,
        begin: () => writeFile(ballast, Buffer.alloc(20 * 1024 * 1024)).catch(() => {}),
        end: () => rm(ballast, { force: true }),
      },
    });
  } finally {
    execFileSync('umount', [disk]);
    await rm(disk, { recursive: true, force: true });
  }
} else console.log('\nLeft out: a disk that fills up. It takes a small disk of its own, which only root may make.');

if (failed.length > 0) {
  console.error(`\nLost, doubled or not confirmed: ${failed.join('; ')}`);
  process.exit(1);
}
console.log('\nNone lost, none twice.');
