import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { select } from '@inquirer/prompts';
import { codeRoutes } from '../content-checks/integration.ts';
import { findIssues } from '../content-checks/references.ts';
import { formatIssue } from '../content-files/content-issue.ts';
import { stringifyMdx, toYaml } from '../content-files/front-matter.ts';
import { type Content, readContent } from '../content-files/read-content.ts';
import { askPrompt, parseAnswer, validateAnswer } from './prompts.ts';
import { type Answers, pageAddress, type Template, templates } from './templates.ts';

// npm run new: asks what a new piece of content must say, writes it, and checks it. Every answer can be given as an
// argument instead, `npm run new -- term --term … --definition …`; without a terminal all that is needed must be.

const root = process.cwd();

class Refused extends Error {}

function argumentsOf({ prompts: questions }: Template, args: string[]): Record<string, unknown> {
  try {
    return parseArgs({ args, options: Object.fromEntries(questions.map(({ key }) => [key, { type: 'string' as const }])) }).values;
  } catch (cause) {
    const known = questions.map(({ key, message: ask }) => `  --${key}: ${ask}`).join('\n');
    throw new Refused(`${cause instanceof Error ? cause.message : cause}\nWhat can be given:\n${known}`, { cause });
  }
}

/** The answers given as arguments, and the others asked for. */
async function answersFor({ prompts: questions }: Template, given: Record<string, unknown>, content: Content): Promise<Answers> {
  const answers: Answers = {};
  const faults: string[] = [];
  for (const question of questions) {
    const { key, when } = question;
    if (when && !when(answers)) continue;
    const argument = given[key];
    if (argument === undefined && process.stdin.isTTY) {
      answers[key] = await askPrompt(question, content);
      continue;
    }
    const answer = parseAnswer(question, String(argument ?? ''));
    const fault = validateAnswer(question, answer, content);
    if (fault) faults.push(`  --${key}: ${fault}`);
    answers[key] = answer;
  }
  if (faults.length > 0) throw new Refused(`Nothing was written. Still needed:\n${faults.join('\n')}`);
  return answers;
}

/** The same under the keys of the file: key_facts.who becomes who under key_facts. What was left empty is left out. */
function nested(answers: Answers): Answers {
  const data: Answers = {};
  for (const [key, answer] of Object.entries(answers)) {
    if (answer === undefined) continue;
    const [name = '', inside] = key.split('.');
    data[name] = inside ? { ...(data[name] as Answers | undefined), [inside]: answer } : answer;
  }
  return data;
}

const indented = (text: string) => text.replace(/^(?=.)/gm, '  ');

/** Writes it, and gives back the file. */
async function write(kind: Template, name: string, answers: Answers, content: Content): Promise<string> {
  const { text, address: _, id: __, ...data } = answers;
  if (kind.collection) {
    const file = `content/${kind.collection}/${name}.mdx`;
    if (existsSync(join(root, file))) throw new Refused(`${file} is there already. Nothing was written.`);
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), stringifyMdx(nested({ ...data, ...kind.defaults(answers, content) }), `\n${text}\n`));
    return file;
  }
  const file = `content/${kind.dataFile}.yaml`;
  const there = kind.dataFile === 'search' ? content.search.best_bets : content[kind.dataFile as 'glossary'];
  if (Object.hasOwn(there, name)) throw new Refused(`"${name}" is in ${file} already. Nothing was written.`);
  // At the end, by text: what stands there keeps its comments and its form.
  const entry = kind.dataFile === 'search' ? indented(toYaml({ [name]: answers['page'] })) : `\n${toYaml({ [name]: nested(data) })}`;
  // A list that was not needed until now begins with this entry.
  const before = existsSync(join(root, file)) ? await readFile(join(root, file), 'utf8') : '\n';
  await appendFile(join(root, file), (before.endsWith('\n') ? '' : '\n') + entry);
  return file;
}

async function run() {
  const [asked, ...args] = process.argv.slice(2);
  const list = Object.entries(templates).map(([value, { label }]) => ({ value, name: label }));
  const usage = `Say what to make: ${list.map(({ value }) => value).join(', ')}. For example: npm run new -- service`;
  if (asked === undefined && !process.stdin.isTTY) throw new Refused(usage);
  const kind = templates[asked ?? (await select({ message: 'What do you want to make?', choices: list }))];
  if (!kind) throw new Refused(usage);
  const values = argumentsOf(kind, args);

  const { content, issues } = await readContent(root);
  const [fault] = issues;
  if (fault) throw new Refused(`content/ has errors. Mend them first (npm run content). The first:\n  ${formatIssue(fault)}`);
  const answers = await answersFor(kind, values, content);
  const name = kind.entryName(answers);
  const file = await write(kind, name, answers, content);

  console.log(`Written: ${file}`);
  const address = pageAddress(kind, name);
  if (address) console.log(`It will be shown at ${address}. Write the rest in that file; content/README.md says how.`);
  const still = findIssues(await readContent(root), codeRoutes);
  if (still.length === 0) console.log('It passes every check. "npm run content" says more, once it is built.');
  else console.log(`Still to be put right:\n${still.map((each) => `  ${formatIssue(each)}`).join('\n')}`);
}

run().catch((error: unknown) => {
  // Ctrl+C in the middle of a question is no fault.
  if (error instanceof Error && error.name === 'ExitPromptError') console.error('Stopped. Nothing was written.');
  else console.error(error instanceof Refused ? error.message : error);
  process.exitCode = 1;
});
