import { useNavigate } from 'react-router';
import type { WhatsAppChat } from '~/api/types';
import { composerId } from '~/chats/thread/composerId';
import { searchFieldId } from '~/chats/list/SearchBar';
import { offersOf } from '~/chats/offers';
import { useChatActions } from '~/chats/useChatActions';
import { useChosenChat } from '~/chats/useChosenChat';
import { useWhyPanel } from '~/chats/why/useWhyPanel';
import { useMay } from '~/session/useUser';
import { lazyPart } from '~/ui/lazyPart';
import { Part } from '~/ui/Part';
import { actionNames, commandKeys, type CommandName } from './commands';
import { useOverlay } from './overlays';
import { useKeys } from './useKeys';

const Palette = lazyPart(() => import('./Palette'));
const HelpDialog = lazyPart(() => import('./HelpDialog'));

/** The keyboard's part of the page: the keys themselves, the palette and the help. */
export function ChatKeys({ chats, selectedId }: { chats: readonly WhatsAppChat[]; selectedId: string | undefined }) {
  const navigate = useNavigate();
  const { overlay, open, close } = useOverlay();
  const why = useWhyPanel();
  const chat = useChosenChat(selectedId);
  const { act } = useChatActions(chat);
  const mayAct = useMay('manager');
  const offers = chat && mayAct ? offersOf(chat) : [];

  const step = (by: 1 | -1) => {
    const place = chats.findIndex((one) => one._id === selectedId);
    const next = chats[place < 0 ? 0 : place + by];
    if (next) void navigate(`/whatsapp/${next._id}`);
  };

  const commands: Partial<Record<CommandName, () => void>> = {
    next: () => step(1),
    previous: () => step(-1),
    search: () => document.getElementById(searchFieldId)?.focus(),
    palette: () => open('palette'),
    help: () => open('help'),
    ...(chat && { why: why.toggle, reply: () => document.getElementById(composerId)?.focus() }),
    ...Object.fromEntries(actionNames.filter((name) => offers.includes(name)).map((name) => [name, () => act(name)])),
  };

  const names = Object.keys(commandKeys) as CommandName[];
  useKeys(
    names.flatMap((name) => {
      const run = commands[name];
      return run ? [{ press: commandKeys[name], run }] : [];
    }),
  );

  return (
    overlay && (
      <Part key={overlay} onClose={close} onOpen={() => open(overlay)}>
        {overlay === 'palette' ? <Palette commands={commands} chats={chats} onClose={close} /> : <HelpDialog onClose={close} />}
      </Part>
    )
  );
}
