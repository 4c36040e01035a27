import type { NumberParam } from '../../core/params.ts';

const isLog = ({ scale, min }: NumberParam) => scale === 'log' && min > 0;

/** Place of a value on a slider from 0 to 100. */
export function positionOf(param: NumberParam, value: number): number {
  const { min, max } = param;
  if (max <= min) return 0;
  return 100 * (isLog(param) ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min));
}

/** Value at a place, with as many digits as a slider can mean. */
export function valueAt(param: NumberParam, position: number): number {
  const { min, max } = param;
  const share = position / 100;
  return rounded(param, isLog(param) ? min * (max / min) ** share : min + share * (max - min));
}

/** The nearest other value in a direction. */
export function nextValue(param: NumberParam, value: number, direction: 1 | -1): number {
  const unit = unitOf(param, direction < 0 ? value * 0.999 : value); // below 10, the next step down is a tenth as long
  return rounded(param, value + direction * unit);
}

/** Two digits on a logarithmic scale, hundredths of the range on a linear one; whole where only whole numbers count. */
function unitOf(param: NumberParam, value: number): number {
  const digits = isLog(param)
    ? 10 ** (Math.floor(Math.log10(value)) - 1)
    : 10 ** Math.floor(Math.log10((param.max - param.min) / 100));
  return param.integer ? Math.max(1, digits) : digits;
}

function rounded(param: NumberParam, value: number): number {
  const unit = unitOf(param, value);
  const whole = Math.round(value / unit) * unit;
  return Math.max(param.min, Math.min(param.max, Number(whole.toPrecision(6))));
}
