import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { select } from '@inquirer/prompts';
import { findIssues } from '../content-checks/find-issues.ts';
import { codeRoutes } from '../content-checks/integration.ts';
import { formatIssue } from '../content-files/content-issue.ts';
import { stringifyMdx, toYaml } from '../content-files/front-matter.ts';
import { type Content, readContent } from '../content-files/read-content.ts';
import { askPrompt, parseAnswer, validateAnswer } from './prompts.ts';
import { type Answers, pageAddress, type Template, templates } from './templates.ts';

// npm run new: asks what a new piece of content must say, writes it, and checks it. Every answer can be given as an
// argument instead, `npm run new -- term --term … --definition …`. Without a terminal all required ones must be.

const root = process.cwd();

/** Ends the command with a message and without a stack trace. */
class UsageError extends Error {}

function readArguments({ prompts }: Template, args: string[]): Record<string, unknown> {
  try {
    return parseArgs({ args, options: Object.fromEntries(prompts.map(({ key }) => [key, { type: 'string' as const }])) }).values;
  } catch (cause) {
    const known = prompts.map(({ key, message }) => `  --${key}: ${message}`).join('\n');
    throw new UsageError(`${cause instanceof Error ? cause.message : cause}\nWhat can be given:\n${known}`, { cause });
  }
}

/** Takes each answer from the arguments, or asks for it in a terminal. */
async function collectAnswers({ prompts }: Template, args: Record<string, unknown>, content: Content): Promise<Answers> {
  const answers: Answers = {};
  const errors: string[] = [];
  for (const prompt of prompts) {
    const { key, when } = prompt;
    if (when && !when(answers)) continue;
    if (args[key] === undefined && process.stdin.isTTY) {
      answers[key] = await askPrompt(prompt, content);
      continue;
    }
    answers[key] = parseAnswer(prompt, String(args[key] ?? ''));
    const error = validateAnswer(prompt, answers[key], content);
    if (error) errors.push(`  --${key}: ${error}`);
  }
  if (errors.length > 0) throw new UsageError(`Nothing was written. Still needed:\n${errors.join('\n')}`);
  return answers;
}

/** Turns dotted keys into objects, { 'key_facts.who': … } into { key_facts: { who: … } }, and drops undefined values. */
function nestKeys(answers: Answers): Answers {
  const data: Answers = {};
  for (const [path, answer] of Object.entries(answers)) {
    if (answer === undefined) continue;
    const [key = '', innerKey] = path.split('.');
    data[key] = innerKey ? { ...(data[key] as Answers | undefined), [innerKey]: answer } : answer;
  }
  return data;
}

const indent = (text: string) => text.replace(/^(?=.)/gm, '  ');

/** Writes the new file or entry, and returns the path of the file. */
async function write(template: Template, name: string, answers: Answers, content: Content): Promise<string> {
  const { text, address: _, id: __, ...data } = answers;
  if (template.collection) {
    const file = `content/${template.collection}/${name}.mdx`;
    if (existsSync(join(root, file))) throw new UsageError(`${file} is there already. Nothing was written.`);
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), stringifyMdx(nestKeys({ ...data, ...template.defaults(answers, content) }), `\n${text}\n`));
    return file;
  }
  const isSearch = template.dataFile === 'search';
  const file = `content/${template.dataFile}.yaml`;
  const entries = isSearch ? content.search.best_bets : content[template.dataFile as 'glossary'];
  if (Object.hasOwn(entries, name)) throw new UsageError(`"${name}" is in ${file} already. Nothing was written.`);
  // Appended as text, so that the rest of the file keeps its comments and its layout. best_bets is the last key of search.yaml.
  const entry = isSearch ? indent(toYaml({ [name]: answers['page'] })) : `\n${toYaml({ [name]: nestKeys(data) })}`;
  const before = existsSync(join(root, file)) ? await readFile(join(root, file), 'utf8') : '\n';
  await appendFile(join(root, file), (before.endsWith('\n') ? '' : '\n') + entry);
  return file;
}

async function run() {
  const [name, ...args] = process.argv.slice(2);
  const choices = Object.entries(templates).map(([value, { label }]) => ({ value, name: label }));
  const usage = `Say what to make: ${choices.map(({ value }) => value).join(', ')}. For example: npm run new -- service`;
  if (name === undefined && !process.stdin.isTTY) throw new UsageError(usage);
  const template = templates[name ?? (await select({ message: 'What do you want to make?', choices }))];
  if (!template) throw new UsageError(usage);
  const given = readArguments(template, args);

  const { content, issues } = await readContent(root);
  const [issue] = issues;
  if (issue) throw new UsageError(`content/ has errors. Mend them first (npm run content). The first:\n  ${formatIssue(issue)}`);
  const answers = await collectAnswers(template, given, content);
  const entryName = template.entryName(answers);
  const file = await write(template, entryName, answers, content);

  console.log(`Written: ${file}`);
  const address = pageAddress(template, entryName);
  if (address) console.log(`It will be shown at ${address}. Write the rest in that file; content/README.md says how.`);
  const remaining = findIssues(await readContent(root), codeRoutes).map(formatIssue);
  if (remaining.length === 0) console.log('It passes every check. "npm run content" says more, once it is built.');
  else console.log(`Still to be put right:\n${remaining.map((line) => `  ${line}`).join('\n')}`);
}

run().catch((error: unknown) => {
  // Ctrl+C at a prompt.
  if (error instanceof Error && error.name === 'ExitPromptError') console.error('Stopped. Nothing was written.');
  else console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
});
