/** Small facts about this computer that outlive a visit. Either call may fail; whoever asks does without then. */
export interface Notes {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
}
