// Runs in the page before its own scripts and notes when something is to be seen there for the first time. Times are in
// milliseconds since the navigation began.
(() => {
  const seen = { firstPointMs: undefined, finishedMs: undefined, longTasks: [] };
  window.benchSeen = seen;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.longTasks.push({ startMs: startTime, ms: duration });
  }).observe({ type: 'longtask', buffered: true });

  // Markers of one line are neighbours. A line begins with the clean images at ε = 0, so its second marker is the first
  // result of an attack.
  const marker = ':is(circle, path[transform])';
  const hasPoint = () => document.querySelector(`svg.chart g > ${marker} + ${marker}`) !== null;
  const isRunning = () => document.querySelector('[role="progressbar"]') !== null;

  let wasRunning = false;
  const look = () => {
    const running = isRunning();
    if (hasPoint()) seen.firstPointMs ??= performance.now();
    if (wasRunning && !running) seen.finishedMs ??= performance.now();
    wasRunning = running;
    if (seen.finishedMs === undefined || seen.firstPointMs === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  /** Markers of the longest line. */
  window.benchCurve = () => {
    const lines = [...document.querySelectorAll('svg.chart g')];
    return Math.max(0, ...lines.map((line) => line.querySelectorAll(`:scope > ${marker}`).length));
  };

  /** Bytes of the scripts asked for before the first point, as they came over the line. */
  window.benchScriptBytes = () =>
    performance
      .getEntriesByType('resource')
      .filter(({ initiatorType, startTime }) => initiatorType === 'script' && startTime < seen.firstPointMs)
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
})();
