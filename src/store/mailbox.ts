/** Keeps what arrives until somebody is there to receive it. */
export interface Mailbox<Item> {
  post(item: Item): void;
  /** Delivers what has arrived and whatever comes from now on. */
  open(receiver: (item: Item) => void): void;
}

export function createMailbox<Item>(): Mailbox<Item> {
  const early: Item[] = [];
  let deliver = (item: Item): void => void early.push(item);
  return {
    post: (item) => deliver(item),
    open: (receiver) => {
      deliver = receiver;
      early.splice(0).forEach(receiver);
    },
  };
}
