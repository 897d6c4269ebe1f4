const lookEvery = 5_000;
const longGap = 20_000;
const longHidden = 60_000;

/** Tells that the page comes back from a sleep, of the machine or of the tab. */
export function onLongAbsence(isBack: () => void): () => void {
  let [seenAt, hiddenAt] = [Date.now(), 0];

  const look = () => {
    const gap = Date.now() - seenAt;
    seenAt = Date.now();
    // Timers of a hidden page are slow by themselves.
    if (gap > longGap && document.visibilityState === 'visible' && hiddenAt === 0) isBack();
  };

  const turn = () => {
    if (document.visibilityState === 'hidden') {
      hiddenAt = Date.now();
      return;
    }
    const away = hiddenAt === 0 ? 0 : Date.now() - hiddenAt;
    [seenAt, hiddenAt] = [Date.now(), 0];
    if (away > longHidden) isBack();
  };

  const timer = window.setInterval(look, lookEvery);
  document.addEventListener('visibilitychange', turn);
  return () => {
    window.clearInterval(timer);
    document.removeEventListener('visibilitychange', turn);
  };
}
