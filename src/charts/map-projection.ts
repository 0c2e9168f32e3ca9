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

/** In degrees: how much is known of where a place is. */
export const gridCellDegrees = 0.01;

/** So near that they are one dot on a map of two counties: about three miles. */
const near = 0.07;
const milesInDegree = 69.1;

/** Places by town: those near each other are one group, named after its town where it has one. */
export function clusterTowns(places: readonly MapPlace[]): Town[] {
  const towns: Town[] = [];
  for (const place of [...places].sort((one, other) => Number(one.kind !== 'town') - Number(other.kind !== 'town'))) {
    const town = towns.find(({ at }) => Math.abs(at[0] - place.at[0]) < near && Math.abs(at[1] - place.at[1]) < near);
    if (town) town.places.push(place);
    else towns.push({ name: place.name, at: place.at, places: [place] });
  }
  return towns;
}

/** East and south of a place, in miles. Flat, which is true enough for fifty of them. */
export function equirectangularMiles(middle: LatLong): (at: LatLong) => { east: number; south: number } {
  // A degree of longitude is shorter than one of latitude, by the cosine of the latitude.
  const narrow = Math.cos(middle[0] * (Math.PI / 180));
  return (at) => ({ east: (at[1] - middle[1]) * narrow * milesInDegree, south: (middle[0] - at[0]) * milesInDegree });
}

const round = (value: number) => Number((Math.round(value / gridCellDegrees) * gridCellDegrees).toFixed(2));

/** Places by the square they are in, from north to south and west to east. */
export function gridCells(places: readonly MapPlace[]): { at: LatLong; places: MapPlace[] }[] {
  const squares = new Map<string, { at: LatLong; places: MapPlace[] }>();
  for (const place of places) {
    const at: LatLong = [round(place.at[0]), round(place.at[1])];
    const square = squares.get(at.join()) ?? { at, places: [] };
    square.places.push(place);
    squares.set(at.join(), square);
  }
  return [...squares.values()].sort((one, other) => other.at[0] - one.at[0] || one.at[1] - other.at[1]);
}
