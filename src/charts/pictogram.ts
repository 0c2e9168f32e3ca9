import type { Drawing, Figure } from '../schemas/index.ts';

type Sure = Figure['sure'];
export type Figures = ReadonlyMap<string, Figure>;

/** Marks of one look. `isPart`: they are what the drawing points out, and not the rest. */
export interface Marks {
  count: number;
  isPart: boolean;
  sure: Sure;
}

/** A block of marks, and the figures it shows. */
export interface Block {
  marks: Marks[];
  figures: string[];
}

/** How an uncertain count is filled. A target is an outline alone. */
export const isDotted = (sure: Sure): boolean => sure === 'estimate' || sure === 'claim' || sure === 'doubtful';

const ofA = 100;

/** The blocks of a drawing: one for a whole with its part, or one of a hundred marks for each share. */
export function blocksOf({ each, whole, parts }: Drawing, figures: Figures): Block[] {
  const figure = (id: string) => {
    const found = figures.get(id);
    if (!found) throw new Error(`content/drawings.yaml names the figure "${id}", which is not in content/figures.yaml`);
    return found;
  };
  const block = (size: number, rest: Sure, part?: { count: number; sure: Sure }) =>
    [
      { count: part?.count ?? 0, isPart: true, sure: part?.sure ?? rest },
      { count: size - (part?.count ?? 0), isPart: false, sure: rest },
    ].filter(({ count }) => count > 0);

  if (each === undefined) {
    return parts.map(({ figure: id }) => {
      const { value, sure } = figure(id);
      // The rest of a hundred says nothing of its own.
      return { marks: block(ofA, 'sure', { count: Math.round(value), sure }), figures: [id] };
    });
  }
  const all = figure(whole?.figure ?? '');
  const size = Math.round(all.value / each);
  const [part] = parts;
  if (!part) return [{ marks: [{ count: size, isPart: true, sure: all.sure }], figures: [whole?.figure ?? ''] }];
  const { value, sure } = figure(part.figure);
  return [{ marks: block(size, all.sure, { count: Math.round(value / each), sure }), figures: [whole?.figure ?? '', part.figure] }];
}
