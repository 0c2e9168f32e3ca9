import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterTowns, equirectangularMiles, gridCells } from '../../src/charts/map-projection.ts';

test('places near each other form one cluster with the name of the town', () => {
  const towns = clusterTowns([
    { id: 'court', name: 'The court', kind: 'court', at: [52.77, -1.2] },
    { id: 'town', name: 'The town', kind: 'town', at: [52.77, -1.21] },
    { id: 'prison', name: 'The prison', kind: 'prison', at: [52.59, -0.26] },
  ]);
  assert.deepEqual(
    towns.map(({ name, places }) => [name, places.length]),
    [
      ['The town', 2],
      ['The prison', 1],
    ],
  );
});

test('a degree of longitude is shorter than a degree of latitude', () => {
  const { east, south } = equirectangularMiles([52.6, -1])([51.6, 0]);
  assert(Math.abs(south - 69.1) < 0.1 && Math.abs(east - 42) < 0.5);
});

test('places within a hundredth of a degree share a grid cell', () => {
  const place = (at: [number, number]) => ({ id: '', name: '', kind: 'court', at });
  assert.deepEqual(
    gridCells([place([52.631, -1.131]), place([52.629, -1.129]), place([52.64, -1.13])]).map(({ at, places }) => [at, places.length]),
    [
      [[52.64, -1.13], 1],
      [[52.63, -1.13], 2],
    ],
  );
});
