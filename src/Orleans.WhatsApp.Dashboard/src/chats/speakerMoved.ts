import { ApiProblem } from '~/api/problem';

export type Mover = 'contact' | 'operator' | 'phone' | 'deadline' | 'agent' | 'halt';

/** Who acted on a chat between somebody's look and his send. */
export interface SpeakerMoved {
  epoch: number;
  by: Mover;
  /** Of the user, where one did. */
  userId: string | null;
  name: string;
  at: string;
}

const movers: readonly Mover[] = ['contact', 'operator', 'phone', 'deadline', 'agent', 'halt'];

/** Null if the problem is another one. */
export function moverOf(cause: unknown): SpeakerMoved | null {
  if (!(cause instanceof ApiProblem) || cause.code !== 'speaker_moved') return null;
  const { epoch, moved_by, moved_by_user, moved_at } = cause.details as {
    epoch: number;
    moved_by: string;
    moved_by_user: { _id: string; name: string } | null;
    moved_at: string;
  };
  return { epoch, by: movers.find((mover) => mover === moved_by) ?? 'operator', userId: moved_by_user?._id ?? null, name: moved_by_user?.name ?? '', at: moved_at };
}
