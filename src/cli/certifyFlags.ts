import { attackCards } from '../attacks/catalog.ts';
import { certificateIds } from '../certification/certificates.catalog.ts';
import { certifyParams } from '../spec/certifyParams.ts';
import { certifyHasNot } from '../spec/certifySpec.ts';
import { describeParam, type SpecFlag, specFlags } from './specFlags.ts';

const group = 'Certificate:';

/** Every key of a certification, in the order of the help text. */
export function certifyFlags(): readonly SpecFlag[] {
  const headOf = (key: string) => key.split('.')[0]!;
  const absent = (key: string) => (certifyHasNot as readonly string[]).includes(key);
  const shared = specFlags().filter(
    ({ key }) => !absent(key) && (!key.includes('.') || Object.hasOwn(attackCards, headOf(key))),
  );
  const [own, attacks] = [false, true].map((nested) => shared.filter(({ key }) => key.includes('.') === nested));
  const flag = (key: string, help: string, list = true): SpecFlag => ({ key, help, group, list, bare: false });
  return [
    ...own!.map((shown) => ({ ...shown, help: helpOf[shown.key] ?? shown.help })),
    flag('method', `Certificates, any of ${certificateIds.join(', ')} (default: interval,linear)`),
    flag('radii', 'Radii in L2 at which smoothing is reported and attacked (default: halves of sigma within reach)'),
    ...Object.entries(certifyParams).map(([key, param]) => flag(key, describeParam(param), false)),
    ...attacks!,
  ];
}

/** Where a certification has other defaults. */
const helpOf: Readonly<Record<string, string>> = {
  count: 'Images: an integer in [1, 10000] (default: 100)',
  attack: 'One attack that the certificates are held against (default: pgd)',
  eot: 'Draws per gradient of the attack on the vote: an integer in [0, 1000] (default: 4)',
};
