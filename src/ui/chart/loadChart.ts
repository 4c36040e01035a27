/** Fetches the chart and its drawing library, which are large and not needed before the first number. */
export const loadChart = async () => ({ default: (await import('./CurveChart.tsx')).CurveChart });
