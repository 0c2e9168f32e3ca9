import { inflateSync } from 'node:zlib';

// Reads the PDF files that Chromium prints: enough of the format for selectable text and for colours.

export interface PrintedPage {
  /** In points: 595 by 842 is A4. */
  width: number;
  height: number;
  /** The words in the order they were printed, a space between the pieces of a line. */
  text: string;
  /** Every fill and stroke colour, as RGB from 0 to 1. */
  colours: [number, number, number][];
}

/** One object of the file, by its number: "12 0 obj … endobj". */
function objectAt(file: string, number: string): string {
  const start = file.search(new RegExp(`(?:^|\\n)${number} 0 obj\\b`));
  if (start < 0) throw new Error(`The PDF has no object ${number}`);
  return file.slice(start, file.indexOf('endobj', start) + 6);
}

function streamOf(file: string, number: string): string {
  const start = file.search(new RegExp(`(?:^|\\n)${number} 0 obj\\b`));
  const body = file.indexOf('stream\n', start) + 7;
  const length = Number(/\/Length (\d+)/.exec(file.slice(start, body))?.[1]);
  return inflateSync(Buffer.from(file.slice(body, body + length), 'latin1')).toString('latin1');
}

const letter = (hex: string) => String.fromCodePoint(Number.parseInt(hex, 16));

/** The font's ToUnicode map from glyph to letter: without it text cannot be selected or searched. */
function lettersOf(file: string, font: string): Map<number, string> {
  const named = /\/ToUnicode (\d+) 0 R/.exec(objectAt(file, font))?.[1];
  const letters = new Map<number, string>();
  if (!named) return letters;
  const map = streamOf(file, named);
  for (const [, part = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = '', to = ''] of part.matchAll(/<([0-9A-F]+)> <([0-9A-F]+)>/gi))
      letters.set(Number.parseInt(glyph, 16), letter(to));
  for (const [, part = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', first = ''] of part.matchAll(/<([0-9A-F]+)> <([0-9A-F]+)> <([0-9A-F]+)>/gi))
      for (let glyph = Number.parseInt(from, 16); glyph <= Number.parseInt(to, 16); glyph++)
        letters.set(glyph, String.fromCodePoint(Number.parseInt(first, 16) + glyph - Number.parseInt(from, 16)));
  return letters;
}

function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> | undefined;
  let text = '';
  for (const [, name, hex, end] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-F]+)> Tj|(\bET\b)/gi)) {
    if (name) font = fonts.get(name);
    else if (hex) for (const [glyph] of hex.matchAll(/.{4}/g)) text += font?.get(Number.parseInt(glyph, 16)) ?? '�';
    else if (end) text += ' ';
  }
  return text;
}

/** The pages of a PDF that Chromium printed with fonts of the system. */
export function readPdfPages(pdf: Buffer): PrintedPage[] {
  const file = pdf.toString('latin1');
  return [...file.matchAll(/\/Type \/Page\n[\s\S]*?endobj/g)].map(([page]) => {
    const [width = 0, height = 0] = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? []).slice(1).map(Number);
    const fonts = new Map([...page.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', number = '']) => [name, lettersOf(file, number)]));
    const content = streamOf(file, /\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '');
    const colours = [...content.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b/g)].map(
      ([, red, green, blue]) => [red, green, blue].map(Number) as [number, number, number],
    );
    return { width, height, text: textOf(content, fonts), colours };
  });
}
