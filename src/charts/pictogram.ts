import type { Chart, Figure } from '../schemas/index.ts';

type Certainty = Figure['certainty'];
export type FiguresById = ReadonlyMap<string, Figure>;

/** Marks of one look. `isPart`: they are what the drawing points out, and not the rest. */
export interface MarkGroup {
  count: number;
  isPart: boolean;
  certainty: Certainty;
}

/** A block of marks, and the figures it shows. */
export interface PictogramBlock {
  groups: MarkGroup[];
  figureIds: string[];
}

/** How an uncertain count is filled. A target is an outline alone. */
export const hasDottedFill = (sure: Certainty): boolean => sure === 'estimate' || sure === 'claim' || sure === 'doubtful';

const ofA = 100;

/** The blocks of a drawing: one for a whole with its part, or one of a hundred marks for each share. */
export function pictogramBlocks({ each, whole, parts }: Chart, figures: FiguresById): PictogramBlock[] {
  const figure = (id: string) => {
    const found = figures.get(id);
    if (!found) throw new Error(`content/charts.yaml names the figure "${id}", which is not in content/figures.yaml`);
    return found;
  };
  const block = (size: number, rest: Certainty, part?: { count: number; certainty: Certainty }) =>
    [
      { count: part?.count ?? 0, isPart: true, certainty: part?.certainty ?? rest },
      { count: size - (part?.count ?? 0), isPart: false, certainty: rest },
    ].filter(({ count }) => count > 0);

  if (each === undefined) {
    return parts.map(({ figure: id }) => {
      const { value, certainty } = figure(id);
      // The rest of a hundred says nothing of its own.
      return { groups: block(ofA, 'sure', { count: Math.round(value), certainty }), figureIds: [id] };
    });
  }
  const all = figure(whole?.figure ?? '');
  const size = Math.round(all.value / each);
  const [part] = parts;
  if (!part) return [{ groups: [{ count: size, isPart: true, certainty: all.certainty }], figureIds: [whole?.figure ?? ''] }];
  const { value, certainty } = figure(part.figure);
  return [
    { groups: block(size, all.certainty, { count: Math.round(value / each), certainty }), figureIds: [whole?.figure ?? '', part.figure] },
  ];
}
