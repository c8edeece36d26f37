// Random combinations of switch positions: all switches of a subject at once, each in one of its positions.
import fc from "fast-check";

/** One combination in so many closes the tenant. Drawn like the rest, hardly one in a hundred would leave it open. */
const CLOSED = 6;

/** Splits `name=position`. */
export const pair = (text) => text.split(/=(.*)/s).slice(0, 2);

/**
 * The combinations 1 to `count` of a seed; a larger count begins with the same ones. Positions that close the tenant are left
 * out but for one, in one combination of six: so that the rest is tried, and the refusal under other circumstances too. Positions that are for trying alone are left out, too.
 *
 * @param subject what `sweep/autotask.mjs` or `sweep/psa.mjs` describes
 * @param switches names and positions of all switches of the stand-in
 */
export function combinations(subject, switches, seed, count) {
  const own = switches.filter(({ name }) => subject.owns(name));
  const closes = (name, position) => `${name}=${position}` in subject.refusals;
  const drawable = (name, position) => !closes(name, position) && !subject.alone?.includes(`${name}=${position}`);
  const open = own.map(({ name, positions }) => [
    name,
    fc.constantFrom(...positions.filter((position) => drawable(name, position))),
  ]);
  const closing = Object.keys(subject.refusals).map((text) => {
    const [name, position] = pair(text);
    return { ...subject.closesWith?.[name], [name]: position };
  });
  const drawn = fc
    .tuple(fc.record(Object.fromEntries(open)), fc.integer({ min: 1, max: CLOSED }), fc.constantFrom(...closing))
    .map(([positions, die, closed]) => (die === CLOSED ? { ...positions, ...closed } : positions));
  return fc.sample(drawn, { seed, numRuns: count });
}

/** Only what does not stand in its first position. */
export function moved(switches, positions) {
  const first = new Map(switches.map((one) => [one.name, one.positions[0]]));
  return Object.fromEntries(Object.entries(positions).filter(([name, position]) => first.get(name) !== position));
}
