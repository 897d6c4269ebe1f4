import i18next from 'i18next';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { MemoryRouter } from 'react-router';
import { QueryClientProvider } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import { newQueryClient } from '~/api/queryClient';
import type { Channel, Role, SignedInUser } from '~/api/types';
import en from '~/i18n/locales/en';
import { UserContext } from '~/session/useUser';
import { dayKeyIn, formatsOf } from '~/time/formats';
import { FormatsContext } from '~/time/useFormats';

await i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } });

const formats = formatsOf('en', 'UTC', { today: 'Today', yesterday: 'Yesterday' }, dayKeyIn('UTC')(Date.now()));

interface Surroundings {
  role?: Role;
  channels?: readonly Channel[];
}

/** What a component shows at first, in English; what it does is the browser tests' matter. */
export function rendered(element: ReactNode, { role = 'admin', channels = [] }: Surroundings = {}): string {
  const queries = newQueryClient();
  queries.setQueryData(keys.channels, channels);
  const user = { _id: 'me', name: 'Me', role } as SignedInUser;
  return renderToStaticMarkup(
    <QueryClientProvider client={queries}>
      <UserContext value={user}>
        <FormatsContext value={formats}>
          <MemoryRouter>{element}</MemoryRouter>
        </FormatsContext>
      </UserContext>
    </QueryClientProvider>,
  );
}

/** Its words alone, in their order. */
export function wordsOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

export function channel(more: Partial<Channel> = {}): Channel {
  return {
    provider: 'meta',
    status: 'ok',
    account_id: '1029384756',
    phone: '+905550001122',
    linked_at: '2026-01-01T12:00:00Z',
    live_send: true,
    live_send_setting: null,
    webhook_url: null,
    is_configured: true,
    can: { buttons: true, lists: true, templates: true, media: true, window_seconds: 86_400, needs_account: true },
    ...more,
  };
}
