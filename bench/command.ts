import type { WorkerHandle } from '../workers/member.ts';
import type { Answers, Order, Reply } from './orders.ts';

/** The other side of `obey`: one worker as a function. A worker that dies rejects the order under way. */
export interface Command {
  order<Kind extends Order['kind']>(order: Extract<Order, { kind: Kind }>): Promise<Answers[Kind]>;
  end(): void;
}

export function command({ endpoint, onCrash, terminate }: WorkerHandle): Command {
  let settle: ((reply: Reply) => void) | undefined;
  const answer = (reply: Reply) => {
    settle?.(reply);
    settle = undefined;
  };
  endpoint.addEventListener('message', ({ data }: MessageEvent<Reply>) => answer(data));
  onCrash((reason) => answer({ kind: 'failed', message: reason }));
  return {
    async order(order) {
      const reply = await new Promise<Reply>((resolve) => {
        settle = resolve;
        endpoint.postMessage(order);
      });
      if (reply.kind === 'failed') throw new Error(reply.message);
      return reply.answer as Answers[typeof order.kind]; // each kind of order has its kind of answer
    },
    end: terminate,
  };
}
