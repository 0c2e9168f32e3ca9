interface Ordered {
  data: { order: number };
}

/** Sorts entries by `order`, the place in the list that an editor chose. Collections come back in the order of their ids. */
export const byOrder = (a: Ordered, b: Ordered): number => a.data.order - b.data.order;
