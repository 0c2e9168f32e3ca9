import { measureAvailability } from './hostile/availability.ts';
import { measureBodies } from './hostile/bodies.ts';

// npm run bench:hostile                  all of it
// npm run bench:hostile bodies [rounds]  posts made to be slow, each beside a good post of its size
// npm run bench:hostile others [W2 ...]  attacks on everybody else, beside the home page and ordinary forms

const [part, ...given] = process.argv.slice(2);
const short = [
  ...(part === undefined || part === 'bodies' ? await measureBodies(Number(given[0] ?? 40)) : []),
  ...(part === undefined || part === 'others' ? await measureAvailability(given) : []),
];
console.log(
  short.length === 0 ? '\nNothing falls short.' : `\n${short.length} fall short:\n${short.map((line) => `  ${line}`).join('\n')}`,
);
process.exitCode = short.length > 0 ? 1 : 0;
