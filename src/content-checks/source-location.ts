// A page says where a sentence is read; an editor needs the line it is typed on.

/** The words of a file, each with its line, without tags and the addresses of links: those are not read. */
function typedWords(text: string): { word: string; line: number }[] {
  return text
    .split('\n')
    .flatMap((typed, index) =>
      wordsIn(typed.replace(/<[^>]*>/g, ' ').replace(/\]\([^)]*\)/g, ' ')).map((word) => ({ word, line: index + 1 })),
    );
}

const wordsIn = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/[\p{L}\p{N}']+/gu) ?? [];

/** Fewer words in a row stand in many places. */
const fewest = 4;

/**
 * Finds the line a sentence begins on: where the longest run of its words stands. Not all of them need to, because a
 * component adds a figure and its year. Says nothing where the words come from code.
 * @param texts every file as it was typed
 */
export function createLocator(texts: ReadonlyMap<string, string>) {
  const files = new Map([...texts].map(([file, text]) => [file, typedWords(text)]));
  return (sentence: string, own: string): { file: string; line: number } | undefined => {
    const said = wordsIn(sentence);
    let best = { file: '', line: 0, run: Math.min(fewest, said.length) - 1 };
    // The page's own file first: of two that have the same words it is the likelier one.
    const order = [...files].sort(([one], [other]) => Number(other === own) - Number(one === own));
    for (const [file, typed] of order) {
      for (let at = 0; at < typed.length; at++) {
        for (let from = 0; from < said.length - best.run; from++) {
          let run = 0;
          while (from + run < said.length && typed[at + run]?.word === said[from + run]) run++;
          if (run > best.run) best = { file, line: typed[at]?.line ?? 0, run };
        }
      }
    }
    return best.line > 0 ? { file: best.file, line: best.line } : undefined;
  };
}
