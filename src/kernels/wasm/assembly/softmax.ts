// Softmax cross-entropy and its gradient, row by row.

import { bytes } from './floats';

// exp(r) on [-ln 2 / 2, ln 2 / 2] and log(1 + f) on [sqrt(1/2) - 1, sqrt(2) - 1]: polynomials of the Cephes library
// (Moshier), accurate to about one unit in the last place. The tables of the standard library would need a data segment.

const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;

/** e^x for x <= 0; below -87 the result is 0. */
function expNegative(x: f32): f32 {
  if (x < -87) return 0;
  const n = nearest<f32>(x * 1.44269504088896341);
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let p: f32 = 1.9875691500e-4;
  p = p * r + 1.3981999507e-3;
  p = p * r + 8.3334519073e-3;
  p = p * r + 4.1665795894e-2;
  p = p * r + 1.6666665459e-1;
  p = p * r + 5.0000001201e-1;
  return (p * r * r + r + 1) * reinterpret<f32>((<i32>n + 127) << 23);
}

/** ln x for a normal x > 0. */
function log(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  let exponent = (bits >> 23) - 126;
  let f = reinterpret<f32>((bits & 0x007fffff) | 0x3f000000); // in [1/2, 1)
  if (f < 0.707106781186547524) { exponent--; f += f; }
  f -= 1;
  const z = f * f, e = <f32>exponent;
  let p: f32 = 7.0376836292e-2;
  p = p * f - 1.1514610310e-1;
  p = p * f + 1.1676998740e-1;
  p = p * f - 1.2420140846e-1;
  p = p * f + 1.4249322787e-1;
  p = p * f - 1.6668057665e-1;
  p = p * f + 2.0000714765e-1;
  p = p * f - 2.4999993993e-1;
  p = p * f + 3.3333331174e-1;
  return e * LN2_LOW + (f * z * p - z * 0.5) + f + e * LN2_HIGH;
}

function largest(row: usize, k: i32): f32 {
  let most = load<f32>(row);
  for (let i = 1; i < k; i++) most = max<f32>(most, load<f32>(row + bytes(i))); // NaN if one is
  return most;
}

/** losses[i] = ln(sum over j of e^z[i][j]) - z[i][labels[i]] */
export function crossEntropy(logits: usize, labels: usize, losses: usize, n: i32, k: i32): void {
  for (; n > 0; n--, logits += bytes(k), labels += 4, losses += 4) {
    const most = largest(logits, k);
    let sum: f32 = 0;
    for (let j = 0; j < k; j++) sum += expNegative(load<f32>(logits + bytes(j)) - most);
    store<f32>(losses, log(sum) + (most - load<f32>(logits + bytes(load<i32>(labels)))));
  }
}

/** dz[i][j] = dy[i] * (softmax(z[i])[j] - (j is the label of i)) */
export function crossEntropyGrad(logits: usize, labels: usize, dy: usize, dz: usize, n: i32, k: i32): void {
  for (; n > 0; n--, logits += bytes(k), labels += 4, dy += 4, dz += bytes(k)) {
    const most = largest(logits, k), upstream = load<f32>(dy), label = load<i32>(labels);
    let sum: f32 = 0;
    for (let j = 0; j < k; j++) {
      const power = expNegative(load<f32>(logits + bytes(j)) - most);
      store<f32>(dz + bytes(j), power);
      sum += power;
    }
    // p - 1 and not minus the sum of the others: that would keep more digits than other tools have, whose attacks find no
    // direction in images of which the network is certain, and the numbers here are compared with theirs
    for (let j = 0; j < k; j++) {
      const share = load<f32>(dz + bytes(j)) / sum;
      store<f32>(dz + bytes(j), (j == label ? share - 1 : share) * upstream);
    }
  }
}
