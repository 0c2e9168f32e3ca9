import { type CollectionEntry, getCollection } from 'astro:content';
import { buildRangeScales, type RangeScale } from '../charts/range-scale.ts';
import { addressOf } from '../content-files/read-content.ts';
import { byOrder } from '../schemas/by-order.ts';
import { type Limit, purposes, statuses, suits } from '../schemas/index.ts';
import { getEntryOrThrow } from './collections.ts';
import { memoizeInBuild } from './memoize-in-build.ts';
import { getPageOrThrow, type PageInfo } from './pages.ts';

type Data = CollectionEntry<'requirements'>['data'];

export interface Requirement extends Data {
  id: string;
  path: string;
  scales: RangeScale[];
  /** The services and partnership projects people came to under it. */
  deliveredBy: (PageInfo & Pick<Data['delivered_by'][number], 'certainty'>)[];
}

/** The path of the comparison of requirements. */
export const comparisonPath = '/magistrates/requirements/';

/** What the comparison can be filtered by. Within a group a requirement has to match one of the chosen filters. */
export const filterGroups = [
  { name: 'Purpose', filters: Object.entries(purposes) },
  { name: 'Who it is for', filters: Object.entries(suits) },
].map(({ name, filters }) => ({ name, filters: filters.map(([id, label]) => ({ id, label, path: `${comparisonPath}for/${id}/` })) }));

/** Every requirement of 2013, in the order of the law. */
export const getRequirements = memoizeInBuild(async (): Promise<Requirement[]> => {
  const entries = (await getCollection('requirements')).sort(byOrder);
  const all = entries.map(({ data }) => data);
  return Promise.all(
    entries.map(async ({ id, data }) => {
      const path = addressOf('requirements', id);
      const figures = await Promise.all(
        data.practice.map(async ({ figure }) => [figure, await getEntryOrThrow('figures', figure, path)] as const),
      );
      const deliveredBy = await Promise.all(
        data.delivered_by.map(async ({ page, certainty }) => ({ ...(await getPageOrThrow(page, path)), certainty })),
      );
      return { ...data, id, path, deliveredBy, scales: buildRangeScales(data, all, new Map(figures)) };
    }),
  );
});

/** The requirements under which people came to a service or project, each with how certain that is. */
export async function getRequirementsDeliveredBy(page: string) {
  return (await getRequirements()).flatMap((requirement) => {
    const delivery = requirement.deliveredBy.find(({ path }) => path === page);
    return delivery ? [{ ...requirement, certainty: delivery.certainty }] : [];
  });
}

/** A limit with the age it applies to: "12 to 36 hours in all, aged under 25". */
export function formatLimit({ limit, age }: Pick<Limit, 'limit' | 'age'>): string {
  return [limit, age?.min && `aged ${age.min} or over`, age?.under && `aged under ${age.under}`].filter(Boolean).join(', ');
}

/** The limit of today as it follows its status: after "Ended" comes " on 1 February 2015". */
export function limitAfterStatus(today: Data['today']): string {
  const status = statuses[today.status];
  const limit = formatLimit(today);
  return limit.startsWith(status) ? limit.slice(status.length) : `. ${limit}`;
}

/** What the law says about consent, as it follows "In 2013:". Undefined where the sources do not say. */
export function formatConsent({ consent, consent_of }: Limit): string | undefined {
  const ofPerson = consent === 'not stated' ? undefined : consent;
  const ofOthers = consent_of && `${ofPerson ? 'also ' : ''}needed of ${consent_of}`;
  return [ofPerson, ofOthers].filter(Boolean).join(', ') || undefined;
}
