/** Deadlines are the server's, and so is the time they are compared with: this machine's clock may be anything. */
let offset = 0;

/** What a stream's first event says arrives at an unknown age; only a difference larger than this is believed over a measured one. */
const doubt = 1_000;

/** A request that was answered with the server's time: it was taken half-way, give or take. */
export function observeRoundTrip(serverTime: string, sentAt: number, receivedAt: number): void {
  offset = Date.parse(serverTime) - (sentAt + receivedAt) / 2;
}

export function observeArrival(serverTime: string, receivedAt: number): void {
  const seen = Date.parse(serverTime) - receivedAt;
  if (Math.abs(seen - offset) > doubt) offset = seen;
}

/** Milliseconds since 1970 by the server's clock. */
export function serverNow(): number {
  return Date.now() + offset;
}
