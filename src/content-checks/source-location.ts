// A built page shows where a sentence is read; an editor needs the file and the line where it is typed.

const wordsIn = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/[\p{L}\p{N}']+/gu) ?? [];

/** The words of a file with their line numbers, without tags and the addresses of links. */
function typedWords(text: string): { word: string; line: number }[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      wordsIn(line.replace(/<[^>]*>/g, ' ').replace(/\]\([^)]*\)/g, ' ')).map((word) => ({ word, line: index + 1 })),
    );
}

/** Fewer words in a row are found in many places. */
const minRun = 4;

/**
 * Returns a function that finds the line a sentence begins on, by the longest run of its words: not all of them, because a
 * component adds a figure and its year. It returns undefined for words that come from code.
 * @param texts every file as typed, by its path
 */
export function createLocator(texts: ReadonlyMap<string, string>) {
  const files = new Map([...texts].map(([file, text]) => [file, typedWords(text)]));
  return (sentence: string, pageFile: string): { file: string; line: number } | undefined => {
    const words = wordsIn(sentence);
    let best = { file: '', line: 0, run: Math.min(minRun, words.length) - 1 };
    // The page's own file first: it wins over another file with the same words.
    const pageFileFirst = [...files].sort(([a], [b]) => Number(b === pageFile) - Number(a === pageFile));
    for (const [file, typed] of pageFileFirst) {
      for (let start = 0; start < typed.length; start++) {
        for (let from = 0; from < words.length - best.run; from++) {
          let run = 0;
          while (from + run < words.length && typed[start + run]?.word === words[from + run]) run++;
          if (run > best.run) best = { file, line: typed[start]?.line ?? 0, run };
        }
      }
    }
    return best.line > 0 ? { file: best.file, line: best.line } : undefined;
  };
}
