import { performance } from "node:perf_hooks";

/** What some work came to, and the seconds that it took, with one decimal. */
export async function seconds(work) {
  const since = performance.now();
  const result = await work();
  return { result, took: ((performance.now() - since) / 1000).toFixed(1) };
}
