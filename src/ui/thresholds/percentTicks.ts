/** An axis from 0 to 100 %. */
export const percentTicks = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: String(100 * at) }));
