/** Fetches what shows numbers, which is needed no sooner than there are some. */
export const loadReportView = async () => (await import('./ReportView.tsx')).ReportView;
