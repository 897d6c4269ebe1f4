import { isComposing, type KeyEvent } from './keyPress';

/** Whoever writes on is faster; who has paused for this long, in milliseconds, has seen that the field is gone. */
const longestPause = 1_500;
/** Pressed on the way to a letter. */
const modifiers = new Set(['Shift', 'CapsLock', 'Alt', 'AltGraph', 'Control', 'Meta']);

/**
 * The word that is being typed. When its field goes from under the fingers, as the composer does when somebody else acts on the chat, its remaining letters
 * are no commands.
 */
export class Word {
  private field: { isConnected: boolean } | null = null;
  private typedAt = 0;

  /**
   * @param field In which the key was pressed.
   * @returns Whether it is of a word whose field has gone.
   */
  take(event: KeyEvent & Pick<KeyboardEvent, 'timeStamp'>, field: { isConnected: boolean } | null): boolean {
    if (modifiers.has(event.key)) return false;
    const goesOn = isLetter(event) && field === null && this.field?.isConnected === false && event.timeStamp - this.typedAt < longestPause;
    // Enter, Escape and Tab end a word as a click does: what goes then was meant to go.
    if (!isLetter(event) || (field === null && !goesOn)) this.end();
    else [this.field, this.typedAt] = [field ?? this.field, event.timeStamp];
    return goesOn;
  }

  end(): void {
    this.field = null;
  }
}

function isLetter(event: KeyEvent): boolean {
  // On Windows, AltGr is Ctrl and Alt.
  const isCommand = event.metaKey || (event.ctrlKey && !event.altKey);
  return isComposing(event) || event.key === 'Dead' || ([...event.key].length === 1 && !isCommand);
}
