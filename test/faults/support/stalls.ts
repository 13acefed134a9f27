const TICK_MS = 10;

/** Counts the time in which this machine did not get to what was due: nobody's answer is late for that. */
export function watchStalls(): { lostMs: () => number; stop: () => void } {
  let lost = 0;
  let due = performance.now() + TICK_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    lost += Math.max(0, now - due);
    due = now + TICK_MS;
  }, TICK_MS);
  return {
    lostMs: () => lost + Math.max(0, performance.now() - due),
    stop: () => {
      clearInterval(timer);
    },
  };
}
