import { LabError } from '../core/errors.ts';
import {
  applyCertify,
  type CertifyReport,
  certifiedRows,
  certifyCheck,
  certifyProgress,
  emptyCertify,
} from '../spec/certifyReport.ts';
import { formatCertify, parseCertify } from '../spec/certifySpec.ts';
import { certifyJson } from '../spec/export/certifyJson.ts';
import type { SpecText } from '../spec/spec.ts';
import { describeCertify } from './certifyTable.ts';
import { follow } from './follow.ts';
import { writeOut } from './textFiles.ts';

export interface CertifyRequest {
  readonly spec: SpecText;
  readonly workers: number | undefined;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly out: string | undefined;
}

/**
 * `epsilon certify`: what can be proved beside what an attack finds.
 *
 * @throws {LabError} after printing what was found; `contract` where an image is both proved and fooled.
 */
export async function certifyCommand(request: CertifyRequest, signal: AbortSignal): Promise<void> {
  const text = formatCertify(parseCertify(request.spec));
  const deliverThis = async (report: CertifyReport) => {
    if (certifiedRows(report).length > 0) await deliver(report, request);
    const { held, broken } = certifyCheck(report);
    if (!held) throw new LabError('contract', `proved and fooled at once: images ${broken.join(', ')}`);
  };
  await follow(text, kind, { ...request, signal, deliver: deliverThis });
}

const kind = { empty: emptyCertify, apply: applyCertify, progress: certifyProgress };

async function deliver(report: CertifyReport, { json, out }: CertifyRequest): Promise<void> {
  process.stdout.write(json ? certifyJson(report) : `${describeCertify(report)}\n`);
  if (out !== undefined) await writeOut(out, certifyJson(report));
}
