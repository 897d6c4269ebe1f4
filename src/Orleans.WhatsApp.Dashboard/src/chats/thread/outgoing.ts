import { moverOf, type SpeakerMoved } from '~/chats/speakerMoved';
import type { Sending, Written } from '~/api/chats';
import type { WhatsAppMessage } from '~/api/types';
import { Shared } from '~/ui/shared';
import { newClientMessageId } from './clientMessageId';

/** A message on its way to the server; from its answer on, the server's message stands for it. */
export interface Outgoing {
  /** The client message id: the same one again is the same send, so trying again never sends twice. */
  id: string;
  chatId: string;
  written: Written;
  /** When it was written, in this machine's milliseconds. */
  at: number;
  state: { kind: 'sending' } | { kind: 'failed'; cause: unknown } | { kind: 'moved'; moved: SpeakerMoved };
}

export interface Carrier {
  send(chatId: string, sending: Sending): Promise<WhatsAppMessage>;
  /** The message is the server's now. */
  arrived(message: WhatsAppMessage): void;
  /** A message of this chat was not taken; it lies here until its writer decides. */
  notTaken(chatId: string): void;
  userId: string;
}

const none: readonly Outgoing[] = [];

/** What has been written and not yet arrived, by chat and in order. */
export class Outbox {
  readonly byChat: Shared<ReadonlyMap<string, readonly Outgoing[]>>;
  /** One after the other, or a short message would overtake a long one. */
  private readonly tails = new Map<string, Promise<void>>();

  /**
   * @param kept What was left from before.
   * @param keep Is given all that is in it whenever that changes.
   */
  constructor(
    kept: readonly Outgoing[] = [],
    private readonly keep: (all: readonly Outgoing[]) => void = () => {},
  ) {
    this.byChat = new Shared(new Map(kept.map(({ chatId }) => [chatId, kept.filter((one) => one.chatId === chatId)])));
  }

  of(chatId: string): readonly Outgoing[] {
    return this.byChat.get().get(chatId) ?? none;
  }

  /** @param epoch The chat's as the writer saw it. */
  send(carrier: Carrier, chatId: string, written: Written, epoch: number): Promise<void> {
    const outgoing: Outgoing = { id: newClientMessageId(), chatId, written, at: Date.now(), state: { kind: 'sending' } };
    this.become(chatId, [...this.of(chatId), outgoing]);
    return this.enqueue(carrier, outgoing, epoch);
  }

  again(carrier: Carrier, outgoing: Outgoing, epoch: number): Promise<void> {
    this.change(outgoing, { kind: 'sending' });
    return this.enqueue(carrier, outgoing, epoch);
  }

  discard({ chatId, id }: Outgoing): void {
    this.become(chatId, this.of(chatId).filter((one) => one.id !== id));
  }

  private enqueue(carrier: Carrier, outgoing: Outgoing, epoch: number): Promise<void> {
    const tail = (this.tails.get(outgoing.chatId) ?? Promise.resolve()).then(() => this.deliver(carrier, outgoing, epoch));
    this.tails.set(outgoing.chatId, tail);
    return tail;
  }

  private async deliver(carrier: Carrier, outgoing: Outgoing, epoch: number): Promise<void> {
    const { id, chatId, written } = outgoing;
    try {
      const message = await carrier.send(chatId, { ...written, client_message_id: id, expected_epoch: epoch });
      carrier.arrived(message);
      this.discard(outgoing);
    } catch (cause) {
      const moved = moverOf(cause);
      // One's own action just before is no surprise.
      if (moved && moved.userId === carrier.userId && moved.epoch > epoch) return this.deliver(carrier, outgoing, moved.epoch);
      this.change(outgoing, moved ? { kind: 'moved', moved } : { kind: 'failed', cause });
      carrier.notTaken(chatId);
    }
  }

  private change({ chatId, id }: Outgoing, state: Outgoing['state']): void {
    this.become(chatId, this.of(chatId).map((one) => (one.id === id ? { ...one, state } : one)));
  }

  private become(chatId: string, next: readonly Outgoing[]): void {
    this.byChat.set(new Map(this.byChat.get()).set(chatId, next));
    this.keep([...this.byChat.get().values()].flat());
  }
}
