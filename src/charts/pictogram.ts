import type { Chart, Figure } from '../schemas/index.ts';

type Certainty = Figure['certainty'];

/** Marks that look the same. `isPart` marks are filled: they are what the chart is about. */
export interface MarkGroup {
  count: number;
  isPart: boolean;
  certainty: Certainty;
}

/** A block of marks, and the ids of the figures it shows. */
interface PictogramBlock {
  groups: MarkGroup[];
  figureIds: string[];
}

/** Uncertain counts are dotted. A target is not: it is a broken outline. */
export const hasDottedFill = (certainty: Certainty): boolean => ['estimate', 'claim', 'doubtful'].includes(certainty);

/**
 * The blocks of a pictogram (a unit chart, as in Isotype). With `each`, one block for a whole and its part, each mark
 * standing for so many. Without it, a block of a hundred marks for each share. Throws for an unknown figure.
 */
export function pictogramBlocks({ each, whole, parts }: Chart, figures: ReadonlyMap<string, Figure>): PictogramBlock[] {
  const getFigure = (id: string) => {
    const figure = figures.get(id);
    if (!figure) throw new Error(`content/charts.yaml names the figure "${id}", which is not in content/figures.yaml`);
    return figure;
  };
  const split = (total: number, restCertainty: Certainty, count: number, certainty: Certainty): MarkGroup[] =>
    [
      { count, isPart: true, certainty },
      { count: total - count, isPart: false, certainty: restCertainty },
    ].filter((group) => group.count > 0);

  if (each === undefined) {
    return parts.map(({ figure: id }) => {
      const { value, certainty } = getFigure(id);
      // The rest of the hundred says nothing by itself, so it is drawn as certain.
      return { groups: split(100, 'sure', Math.round(value), certainty), figureIds: [id] };
    });
  }
  const wholeId = whole?.figure ?? '';
  const { value, certainty } = getFigure(wholeId);
  const total = Math.round(value / each);
  const [part] = parts;
  if (!part) return [{ groups: [{ count: total, isPart: true, certainty }], figureIds: [wholeId] }];
  const partFigure = getFigure(part.figure);
  return [
    { groups: split(total, certainty, Math.round(partFigure.value / each), partFigure.certainty), figureIds: [wholeId, part.figure] },
  ];
}
