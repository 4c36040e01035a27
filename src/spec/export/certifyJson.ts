import type { CertificateId } from '../../certification/certificates.catalog.ts';
import {
  type CertifiedImage,
  type CertifiedRow,
  type CertifyReport,
  certifiedImages,
  certifiedRows,
  certifyCheck,
  cleanRates,
  isCertified,
} from '../certifyReport.ts';
import { boundMethods, type CertifySpec, parseCertify } from '../certifySpec.ts';
import { radiusCeiling } from '../radius.ts';
import { sealKey, sealOf } from './seal.ts';

/** A row as it is written. */
export interface WrittenRow extends Pick<CertifiedRow, 'method' | 'norm' | 'epsilon'> {
  readonly n: number;
  readonly certifiedAccuracy: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly empiricalAccuracy: number;
  readonly empiricalLow: number;
  readonly empiricalHigh: number;
  readonly broken: number[];
}

/** What was found out about each image, column by column. */
export interface CertifiedColumns {
  readonly index: number[];
  readonly label: number[];
  readonly prediction: number[];
  readonly chosen?: number[] | undefined;
  readonly votes?: number[] | undefined;
  readonly radius?: (number | null)[] | undefined;
  readonly proved: Record<string, (number | null)[]>;
}

/** The certification as JSON text; `certifySchema` reads it. */
export function certifyJson(report: CertifyReport): string {
  const { setting, finished } = report;
  const spec = parseCertify(report.spec);
  const images = certifiedImages(report);
  const clean = cleanRates(report);
  const content = {
    ...{ schema: 1, experiment: 'certify', spec: report.spec },
    ...{ version: setting?.version, backend: setting?.backend, adapter: setting?.adapter },
    model: setting && { id: setting.model.id, sha256: setting.model.sha256 },
    dataset: setting?.dataset,
    startedAt: report.startedAt ?? null,
    seconds: finished?.seconds ?? null,
    complete: finished?.complete ?? false,
    attack: spec.bare.attacks[0]!.id, // there is one
    check: certifyCheck(report),
    cleanAccuracy: orNull(clean.bare.value),
    smoothing: spec.noisy
      ? {
          ...spec.settings,
          ceiling: radiusCeiling(spec.settings) ?? 0,
          voteAccuracy: orNull(clean.vote.right.value),
          abstained: clean.vote.abstained.count,
        }
      : null,
    results: certifiedRows(report).map(written),
    images: columnsOf(images, spec),
  };
  return `${JSON.stringify({ ...content, [sealKey]: sealOf(content) }, undefined, 2)}\n`;
}

const orNull = (value: number) => (Number.isNaN(value) ? null : value);

export const written = ({ method, norm, epsilon, certified, empirical, broken }: CertifiedRow): WrittenRow => ({
  ...{ method, norm, epsilon, n: certified.n },
  ...{ certifiedAccuracy: certified.value, ciLow: certified.low, ciHigh: certified.high },
  ...{ empiricalAccuracy: empirical.value, empiricalLow: empirical.low, empiricalHigh: empirical.high },
  broken: [...broken],
});

function columnsOf(images: readonly CertifiedImage[], { methods, bare }: CertifySpec): CertifiedColumns {
  const voted = images.flatMap(({ vote }) => (vote ? [vote] : []));
  const largest = (image: CertifiedImage, method: CertificateId) =>
    bare.epsilons.filter((epsilon) => isCertified(image, method, epsilon)).at(-1) ?? null;
  return {
    index: images.map(({ position }) => position),
    label: images.map(({ label }) => label),
    prediction: images.map(({ prediction }) => prediction),
    ...(voted.length === images.length &&
      voted.length > 0 && {
        chosen: voted.map(({ chosen }) => chosen),
        votes: voted.map(({ count }) => count),
        radius: voted.map(({ radius }) => radius ?? null),
      }),
    proved: Object.fromEntries(
      boundMethods(methods).map((method) => [method, images.map((image) => largest(image, method))]),
    ),
  };
}
