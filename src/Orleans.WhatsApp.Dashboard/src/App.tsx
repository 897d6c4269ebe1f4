import { DirectionProvider } from '@radix-ui/react-direction';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { newQueryClient } from './api/queryClient';
import { ChatsPage } from './chats/ChatsPage';
import { languageOf } from './i18n/languages';
import { InvitationPage } from './session/InvitationPage';
import { forgetWhatOthersLeft } from './session/leftBehind';
import { SignedIn } from './session/SignedIn';
import { SignInPage } from './session/SignInPage';
import { Announcer } from './ui/Announcer';
import { Boundary } from './ui/Boundary';
import { lazyPart } from './ui/lazyPart';
import { Splash } from './ui/Splash';
import { Toasts } from './ui/Toasts';

const OutboxPage = lazyPart(() => import('./outbox/OutboxPage'));
const WelcomePage = lazyPart(() => import('./firstRun/WelcomePage'));

const queries = newQueryClient();
forgetWhatOthersLeft();

export function App() {
  const { i18n } = useTranslation();
  return (
    <QueryClientProvider client={queries}>
      <DirectionProvider dir={languageOf(i18n.language).direction}>
        {/* A click is answered at once: a transition would be put off while anything else is drawn. */}
        <BrowserRouter useTransitions={false}>
          {/* Mostly a script that is not there any more since the server was upgraded: reading the page anew helps. */}
          <Boundary instead={(cause) => <Splash cause={cause} onRetry={() => window.location.reload()} />}>
            <Suspense fallback={<Splash />}>
              <Routes>
                <Route path="/sign-in" element={<SignInPage />} />
                <Route path="/invitation" element={<InvitationPage />} />
                <Route element={<SignedIn />}>
                  <Route path="/whatsapp" element={<ChatsPage />} />
                  <Route path="/whatsapp/:chatId" element={<ChatsPage />} />
                  <Route path="/outbox" element={<OutboxPage />} />
                  <Route path="/welcome" element={<WelcomePage />} />
                </Route>
                <Route path="*" element={<Navigate to="/whatsapp" replace />} />
              </Routes>
            </Suspense>
          </Boundary>
          <Toasts />
          <Announcer />
        </BrowserRouter>
      </DirectionProvider>
    </QueryClientProvider>
  );
}
