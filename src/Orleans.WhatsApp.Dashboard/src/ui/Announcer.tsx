import { Shared, useShared } from './shared';

const words = new Shared('');

/** Says something to those who listen instead of looking, when nothing else is being said. */
export function announce(text: string): void {
  words.set(text);
}

export function Announcer() {
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {useShared(words)}
    </div>
  );
}
