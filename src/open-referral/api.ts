import { z } from 'zod';
import type { Catalogue, Service, ServiceSummary } from './catalogue.ts';

// The API of Open Referral UK under /open-referral/v3/: a path and its parameters in, a status and a JSON body out.

interface ApiResponse {
  status: 200 | 400 | 404;
  body: unknown;
}

const integerParam = (min: number, max: number, error: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((number) => number >= min && number <= max, { error });

const ageParam = (name: string) => integerParam(0, 150, `${name} is an age in whole years`).optional();
const timeParam = (name: string) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, { error: `${name} is a time like 09:30` })
    .optional();

const pagingParams = {
  page: integerParam(1, 999_999_999, 'page is a whole number, 1 or more').default(1),
  per_page: integerParam(1, 100, 'per_page is a whole number from 1 to 100').default(50),
};

const serviceParams = {
  ...pagingParams,
  search: z.string().max(200, { error: 'search is 200 characters or fewer' }).optional(),
  taxonomy_term_id: z.string().optional(),
  taxonomy_id: z.string().optional(),
  minimum_age: ageParam('minimum_age'),
  maximum_age: ageParam('maximum_age'),
  start_time: timeParam('start_time'),
  end_time: timeParam('end_time'),
  day: z.string().min(1, { error: 'day is a day of the week' }).optional(),
};

/** The parameters of each list in the standard. Others are ignored, because some programs add their own to every address. */
const listParams = {
  services: z.object(serviceParams),
  service_at_locations: z.object({ ...serviceParams, postcode: z.string().optional(), proximity: z.string().optional() }),
  taxonomies: z.object(pagingParams),
  taxonomy_terms: z.object(pagingParams),
} as const;

type ServiceQuery = z.infer<(typeof listParams)['services']>;

function matches(service: Service, { search = '', taxonomy_term_id, taxonomy_id, ...limits }: ServiceQuery): boolean {
  const { minimum_age, maximum_age, start_time, end_time, day } = limits;
  // Our sources give no ages or times, and a search by one of them must not be answered with a guess.
  if ([minimum_age, maximum_age, start_time, end_time, day].some((limit) => limit !== undefined)) return false;
  const text = `${service.name} ${service.description}`.toLowerCase();
  const terms = service.attributes.map(({ taxonomy_term }) => taxonomy_term);
  const words = search.toLowerCase().split(/\s+/);
  return (
    words.every((word) => text.includes(word)) &&
    (taxonomy_term_id === undefined || terms.some((term) => term.id === taxonomy_term_id)) &&
    (taxonomy_id === undefined || terms.some((term) => term.taxonomy_id === taxonomy_id))
  );
}

const summarize = ({ service_areas: _areas, funding: _funding, attributes: _attributes, ...summary }: Service): ServiceSummary => summary;

function paginate<T>(entries: readonly T[], { page, per_page }: { page: number; per_page: number }) {
  const contents = entries.slice((page - 1) * per_page, page * per_page);
  const total_pages = Math.ceil(entries.length / per_page);
  return {
    total_items: entries.length,
    total_pages,
    page_number: page,
    size: contents.length,
    first_page: page === 1,
    last_page: page >= total_pages,
    empty: contents.length === 0,
    contents,
  };
}

const unknownPath: ApiResponse = {
  status: 404,
  body: { error: `Nothing is here. There are: ${Object.keys(listParams).join(', ')}, each as a list and each entry by its id.` },
};

/**
 * Answers a GET request.
 * @param path the path after /open-referral/v3/: a list, or a list and an id
 */
export function handleRequest(catalogue: Catalogue, path: string, params: URLSearchParams): ApiResponse {
  const [list, id, ...more] = path.split('/').filter(Boolean);
  if (list === undefined) return { status: 200, body: catalogue.about };
  if (!Object.hasOwn(listParams, list) || more.length > 0) return unknownPath;
  // The sources do not say where and when a service can be visited, so that list is empty.
  const lists = { ...catalogue, service_at_locations: [] };
  const name = list as keyof typeof listParams;
  if (id !== undefined) {
    const entry = [...lists[name]].find((candidate: { id: string }) => candidate.id === id.toLowerCase());
    return entry
      ? { status: 200, body: entry }
      : { status: 404, body: { error: `No entry of ${name} has this id. /${name} lists those there are.` } };
  }
  const query = listParams[name].safeParse(Object.fromEntries(params));
  if (!query.success) return { status: 400, body: { error: query.error.issues.map(({ message }) => message).join('; ') } };
  if (name !== 'services') return { status: 200, body: paginate<unknown>(lists[name], query.data) };
  const services = catalogue.services.filter((service) => matches(service, query.data));
  return { status: 200, body: paginate(services.map(summarize), query.data) };
}
