import { v5 } from 'uuid';
import { addressOf, type Content } from '../content-files/read-content.ts';
import { byOrder } from '../schemas/by-order.ts';
import { topics } from '../schemas/index.ts';

// The services in the format of Open Referral UK (HSDS-UK 3.0, openreferraluk.org). What the sources do not say is left out
// and never guessed: no phone numbers, addresses, times, ages or costs.

interface Organization {
  id: string;
  name: string;
  description: string;
  website?: string;
}

interface Taxonomy {
  id: string;
  name: string;
  description: string;
}

interface TaxonomyTerm extends Taxonomy {
  taxonomy: string;
  taxonomy_id: string;
}

/** A service in a list: without the fields that hold lists of their own. */
export interface ServiceSummary {
  id: string;
  name: string;
  description: string;
  url: string;
  status: 'active' | 'defunct';
  /** What a reader must know first. */
  alert?: string;
  /** The day the description was last compared with its sources. */
  assured_date: string;
  organization: Organization;
}

export interface Service extends ServiceSummary {
  service_areas: { id: string; service_id: string; name: string }[];
  funding: { id: string; service_id: string; source: string }[];
  attributes: { id: string; link_id: string; taxonomy_term_id: string; taxonomy_term: TaxonomyTerm }[];
}

export interface Catalogue {
  /** The root of the API: the standard it follows, and that the organisation has closed. */
  about: { notice?: string; version: string; profile: string; openapi_url: string };
  services: Service[];
  taxonomies: Taxonomy[];
  taxonomy_terms: TaxonomyTerm[];
}

/** Namespace of the UUIDv5 ids (RFC 9562). Never change it: every id that others have stored is derived from it. */
const NAMESPACE = 'e741e9b6-2d0b-4341-a492-49d9626ff1be';

type Input = Pick<Content, 'trust' | 'services' | 'partnerships' | 'partners' | 'places'>;

/** @param site the public address that every link begins with */
export function buildCatalogue({ trust, services, partnerships, partners, places }: Input, site: URL): Catalogue {
  const closedTrust = trust.status === 'closed' ? trust : undefined;
  // The organisation's id is the namespace of all others, so that two organisations with /services/victims/ have different
  // ids and a site that moves to another host keeps its own.
  const organizationId = v5(trust.name, NAMESPACE);
  const idOf = (path: string) => v5(path, organizationId);

  const organization: Organization = {
    id: organizationId,
    name: trust.name,
    description: closedTrust ? `${closedTrust.notice.lead} It worked in ${trust.area}.` : `It works in ${trust.area}.`,
    ...(!closedTrust && { website: new URL('/', site).href }),
  };

  const taxonomy: Taxonomy = {
    id: idOf('/taxonomies/topics/'),
    name: 'Topics',
    description: 'The subjects by which this site marks services and partnership projects.',
  };
  const termOf = (topic: keyof typeof topics): TaxonomyTerm => ({
    id: idOf(`/taxonomies/topics/${topic}/`),
    name: topics[topic],
    description: `Services and partnership projects that this site marks with “${topics[topic]}”.`,
    taxonomy: taxonomy.name,
    taxonomy_id: taxonomy.id,
  });

  function serviceOf(path: string, { data }: Input['services'][number]): Service {
    const id = idOf(path);
    const isDefunct = closedTrust !== undefined || data.archive;
    const alert = closedTrust ? `${closedTrust.notice.lead} ${closedTrust.unverified_note}` : trust.unverified_note;
    const { who, how_long, how_to_get_a_place, run_with, where } = data.key_facts;
    const description = [
      ...(closedTrust ? [`${closedTrust.notice.lead} ${closedTrust.notice.text}`] : []),
      data.description,
      ...(isDefunct && trust.described_as_of ? [`${trust.described_as_of} ${data.described_in}:`] : []),
      `Who it is for: ${who}`,
      ...(how_long ? [`How long: ${how_long}`] : []),
      `How people get a place: ${how_to_get_a_place}`,
      ...(run_with ? [`Run with: ${run_with}`] : []),
      ...(where ? [`Where: ${where}`] : []),
    ];
    return {
      id,
      name: data.title,
      description: description.join('\n'),
      url: new URL(path, site).href,
      status: isDefunct ? 'defunct' : 'active',
      ...(isDefunct && alert && { alert }),
      assured_date: data.last_reviewed,
      organization,
      service_areas: data.places
        .filter((place) => places[place]?.kind === 'area')
        .map((place) => ({ id: idOf(`${path}#place-${place}`), service_id: id, name: places[place]?.name ?? place })),
      funding: data.partners
        .filter((partner) => partners[partner]?.kind === 'funders')
        .map((partner) => ({
          id: idOf(`${path}#partner-${partner}`),
          service_id: id,
          source: `${partners[partner]?.name}, ${partners[partner]?.as_of}`,
        })),
      attributes: data.topics.map((topic) => ({
        id: idOf(`${path}#topic-${topic}`),
        link_id: id,
        taxonomy_term_id: termOf(topic).id,
        taxonomy_term: termOf(topic),
      })),
    };
  }

  return {
    about: {
      ...(closedTrust && { notice: `${closedTrust.notice.lead} ${closedTrust.notice.text}` }),
      version: 'HSDS-UK-3.0',
      profile: 'https://docs.openreferraluk.org/en/latest/',
      openapi_url: 'https://openreferraluk.org/specifications/3.0/openapi.json',
    },
    services: [
      ...services.toSorted(byOrder).map((service) => serviceOf(addressOf('services', service.id), service)),
      ...partnerships.toSorted(byOrder).map((project) => serviceOf(addressOf('partnerships', project.id), project)),
    ],
    taxonomies: [taxonomy],
    taxonomy_terms: (Object.keys(topics) as (keyof typeof topics)[]).map(termOf),
  };
}
