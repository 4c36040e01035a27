/**
 * How far numbers may be quoted where a check is raised. `caution` and `info` leave the mark of the numbers alone.
 *
 * `do-not-quote`: they say more about the attack than about the defense. `bound`: a better attack would lower them.
 */
export type Severity = 'do-not-quote' | 'bound' | 'caution' | 'info';

/**
 * When a check is made. `start`: from the settings, the model and the device; `end`: from all the numbers of a run;
 * `images`: on every image, beside the attacks; `sample`: on a few images drawn by the seed, because it costs extra passes.
 */
export type CheckTime = 'start' | 'images' | 'sample' | 'end';

/** Everything about a check except its rule as code. Plain data; texts hold `{{placeholders}}` for what was measured. */
export interface CheckCard {
  readonly title: string;
  /** What must hold, with its threshold, in one sentence. */
  readonly rule: string;
  /** What to think and what to do where it does not hold. */
  readonly meaning: string;
  /** Said where it holds. */
  readonly passed: string;
  /** Said of each thing that does not hold. */
  readonly raised: string;
  readonly severity: Severity;
  readonly when: CheckTime;
  /** Where the idea comes from. */
  readonly source: string;
}
