import { line, list, page, rejects } from './rejects.ts';

rejects([
  {
    what: 'a file without front matter',
    file: page,
    change: (text) => text.replace(/^---[\s\S]*?\n---\n/, ''),
    path: '',
    message: /front matter: a line of ---/,
  },
  {
    what: 'a colon in an unquoted text',
    file: page,
    change: line('title', 'title: About: the Trust'),
    path: 'line 2',
    message: /Put the text in quotes/,
  },
  {
    what: 'a duplicate key',
    file: page,
    change: (text) => text.replace(/^last_reviewed: .*$/m, '$&\n$&'),
    path: /^line \d+$/,
    message: /Keep one of the two/,
  },
  {
    what: 'an unclosed quote',
    file: list('figures'),
    change: (text) => `${text}\nlast: "one\n`,
    path: /^line \d+$/,
    message: /Close what was opened/,
  },
  {
    what: 'an unclosed list',
    file: list('figures'),
    change: (text) => `${text}\nlast: [one, two\n`,
    path: /^line \d+$/,
    message: /bracket above it is not closed/,
  },
  {
    what: 'wrong indentation',
    file: list('glossary'),
    change: (text) => text.replace(/\n {2}definition:/, '\n   definition:'),
    path: /^line \d+$/,
    message: /begin below each other|Write each key as|in quotes/,
  },
  {
    what: 'a duplicate best bet',
    file: list('search'),
    change: (text) => `${text}  tag: /help/\n`,
    path: /^line \d+$/,
    message: /there already\. Keep one/,
  },
]);
