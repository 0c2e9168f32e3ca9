import { type CollectionEntry, getCollection } from 'astro:content';
import { buildRangeScales, type RangeScale } from '../charts/range-scale.ts';
import { addressOf } from '../content-files/read-content.ts';
import { type Limit, purposes, statuses, suits } from '../schemas/index.ts';
import { getEntryOrThrow } from './collections.ts';
import { getPageOrThrow, type PageInfo } from './pages.ts';

type Data = CollectionEntry<'requirements'>['data'];

export interface Requirement extends Data {
  id: string;
  path: string;
  scales: RangeScale[];
  /** The services and projects people came to under it. */
  deliveredBy: (PageInfo & { sure: Data['delivered_by'][number]['certainty'] })[];
}

/** The address of the comparison. */
export const comparisonPath = '/magistrates/requirements/';

/** What the comparison can be filtered by, in groups: within a group one of the chosen is enough. */
export const filterGroups = [
  { name: 'Purpose', filters: Object.entries(purposes) },
  { name: 'Who it is for', filters: Object.entries(suits) },
].map(({ name, filters }) => ({ name, filters: filters.map(([id, label]) => ({ id, label, path: `${comparisonPath}for/${id}/` })) }));

let known: Promise<Requirement[]> | undefined;

/** Every requirement of 2013, in the order of the law. */
export function getRequirements(): Promise<Requirement[]> {
  // Read once a build; under "npm run dev" content may change at any time.
  if (!known || import.meta.env.DEV) known = read();
  return known;
}

async function read(): Promise<Requirement[]> {
  const entries = (await getCollection('requirements')).sort((one, other) => one.data.order - other.data.order);
  const all = entries.map(({ data }) => data);
  return Promise.all(
    entries.map(async ({ id, data }) => {
      const path = addressOf('requirements', id);
      const figures = await Promise.all(
        data.practice.map(async ({ figure }) => [figure, await getEntryOrThrow('figures', figure, path)] as const),
      );
      const local = await Promise.all(
        data.delivered_by.map(async ({ page, certainty: sure }) => ({ ...(await getPageOrThrow(page, path)), sure })),
      );
      return { ...data, id, path, deliveredBy: local, scales: buildRangeScales(data, all, new Map(figures)) };
    }),
  );
}

/** The requirements that led to a service or a project, with how sure that is. */
export async function getRequirementsDeliveredBy(page: string) {
  return (await getRequirements()).flatMap((requirement) => {
    const way = requirement.deliveredBy.find(({ path }) => path === page);
    return way ? [{ ...requirement, sure: way.sure }] : [];
  });
}

/** A limit with the age it holds for: "12 to 36 hours in all, under 25". */
export function formatLimit({ limit, age }: Pick<Limit, 'limit' | 'age'>): string {
  return [limit, age?.min && `aged ${age.min} or over`, age?.under && `aged under ${age.under}`].filter(Boolean).join(', ');
}

/** The limit of today in words, as it follows the word for its status: "Ended" and " on 1 February 2015". */
export function limitAfterStatus(today: Data['today']): string {
  const status = statuses[today.status];
  const said = formatLimit(today);
  return said.startsWith(status) ? said.slice(status.length) : `. ${said}`;
}

/** What the law says of consent, as it follows "In 2013:"; nothing where our sources do not say. */
export function formatConsent({ consent, consent_of }: Limit): string | undefined {
  const own = consent === 'not stated' ? undefined : consent;
  const others = consent_of && `${own ? 'also ' : ''}needed of ${consent_of}`;
  return [own, others].filter(Boolean).join(', ') || undefined;
}
