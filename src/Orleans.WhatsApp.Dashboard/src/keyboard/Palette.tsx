import * as Dialog from '@radix-ui/react-dialog';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { WhatsAppChat } from '~/api/types';
import { useContactName } from '~/chats/useContactName';
import { commandKeys, type CommandName } from './commands';
import { faceOf, isComposing } from './keyPress';
import styles from './Palette.module.css';

const mostChats = 8;

const intoSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });

interface Props {
  commands: Partial<Record<CommandName, () => void>>;
  chats: readonly WhatsAppChat[];
  onClose: () => void;
}

interface Choice {
  id: string;
  words: string;
  keys: readonly string[];
  run: () => void;
}

/** What can be done now, and where one can go, by typing a part of it. */
export default function Palette({ commands, chats, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const nameOf = useContactName();
  const listId = useId();
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const chosen = useRef<Choice>(undefined);

  const has = (words: string) => words.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase());
  const choices: Choice[] = [
    ...(Object.entries(commands) as [CommandName, () => void][])
      .filter(([name]) => name !== 'palette')
      .map(([name, run]) => ({ id: name, words: t(`command.${name}`), keys: faceOf(commandKeys[name]), run }))
      .filter(({ words }) => has(words)),
    ...chats
      .filter((chat) => text.trim() !== '' && (has(nameOf(chat)) || chat.contact_phone.includes(text.trim())))
      .slice(0, mostChats)
      .map((chat) => ({ id: chat._id, words: nameOf(chat), keys: [], run: () => void navigate(`/whatsapp/${chat._id}`) })),
  ];

  const choose = (choice: Choice | undefined) => {
    chosen.current = choice;
    onClose();
  };

  // Only when the dialog has let go of the focus, or it would take it back from where the choice leads.
  const runChosen = (event: Event) => {
    if (!chosen.current) return;
    event.preventDefault();
    chosen.current.run();
  };

  const move = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.code === 'ArrowDown') setPlace(Math.min(place + 1, choices.length - 1));
    else if (event.code === 'ArrowUp') setPlace(Math.max(place - 1, 0));
    else if (event.code === 'Enter') choose(choices[place]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.palette} aria-describedby={undefined} onCloseAutoFocus={runChosen}>
          <Dialog.Title className="visually-hidden">{t('palette.title')}</Dialog.Title>
          <input
            type="text"
            dir="auto"
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={choices[place] && `${listId}-${choices[place].id}`}
            aria-label={t('palette.placeholder')}
            placeholder={t('palette.placeholder')}
            className={styles.field}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setPlace(0);
            }}
            onKeyDown={move}
          />
          <ul id={listId} role="listbox" aria-label={t('palette.title')} className={styles.choices}>
            {choices.map((choice, index) => (
              <li
                key={choice.id}
                id={`${listId}-${choice.id}`}
                role="option"
                ref={index === place ? intoSight : null}
                aria-selected={index === place}
                className={styles.choice}
                onMouseMove={() => setPlace(index)}
                onClick={() => choose(choice)}
              >
                <bdi className={styles.words}>{choice.words}</bdi>
                {choice.keys.map((face) => (
                  <kbd key={face}>{face}</kbd>
                ))}
              </li>
            ))}
          </ul>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
