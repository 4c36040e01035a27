import { checkReport } from '../spec/checks/checkReport.ts';
import { trustWarnings } from '../spec/trust.ts';
import { perReport } from './derived.ts';

export const checksOf = perReport(checkReport);
export const warningsOf = perReport((report) => trustWarnings(report, checksOf(report)));
