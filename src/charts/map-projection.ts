/** Decimal degrees. */
export type LatLong = readonly [latitude: number, longitude: number];

interface MapPlace {
  id: string;
  name: string;
  kind: string;
  at: LatLong;
}

export interface Town {
  name: string;
  at: LatLong;
  places: MapPlace[];
}

/** How precisely a place's position is known. */
export const gridCellDegrees = 0.01;

/** Places nearer than this, about three miles, share one dot on a map of two counties. */
const clusterDegrees = 0.07;
const milesPerDegree = 69.1;

/** Groups places near each other, each group named after the town in it where there is one. */
export function clusterTowns(places: readonly MapPlace[]): Town[] {
  const towns: Town[] = [];
  for (const place of places.toSorted((a, b) => Number(a.kind !== 'town') - Number(b.kind !== 'town'))) {
    const town = towns.find(({ at }) => Math.abs(at[0] - place.at[0]) < clusterDegrees && Math.abs(at[1] - place.at[1]) < clusterDegrees);
    if (town) town.places.push(place);
    else towns.push({ name: place.name, at: place.at, places: [place] });
  }
  return towns;
}

/**
 * Equirectangular projection around an origin: the distance of a position in miles east and south. It ignores the curve of
 * the earth, which is accurate enough within fifty miles.
 */
export function equirectangularMiles(origin: LatLong): (at: LatLong) => { east: number; south: number } {
  // A degree of longitude is shorter than one of latitude by the cosine of the latitude.
  const longitudeScale = Math.cos(origin[0] * (Math.PI / 180));
  return (at) => ({ east: (at[1] - origin[1]) * longitudeScale * milesPerDegree, south: (origin[0] - at[0]) * milesPerDegree });
}

const roundToCell = (degrees: number) => Number((Math.round(degrees / gridCellDegrees) * gridCellDegrees).toFixed(2));

/** The grid cells that have places, from north to south and west to east. */
export function gridCells(places: readonly MapPlace[]): { at: LatLong; places: MapPlace[] }[] {
  const cells = new Map<string, { at: LatLong; places: MapPlace[] }>();
  for (const place of places) {
    const at: LatLong = [roundToCell(place.at[0]), roundToCell(place.at[1])];
    const cell = cells.get(at.join()) ?? { at, places: [] };
    cell.places.push(place);
    cells.set(at.join(), cell);
  }
  return [...cells.values()].sort((a, b) => b.at[0] - a.at[0] || a.at[1] - b.at[1]);
}
