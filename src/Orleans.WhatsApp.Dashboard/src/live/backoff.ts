const first = 500;
const longest = 20_000;

/**
 * How long to wait before the next try, in milliseconds. The first comes almost at once, so that a token's end or a silo's restart is not seen;
 * the jitter keeps all windows of a tenant from coming back in the same moment.
 *
 * @param failures In a row.
 * @param random From 0 to 1.
 */
export function backoff(failures: number, random: number): number {
  if (failures === 0) return random * 250;
  const step = Math.min(longest, first * 2 ** (failures - 1));
  return step * (0.5 + random / 2);
}
