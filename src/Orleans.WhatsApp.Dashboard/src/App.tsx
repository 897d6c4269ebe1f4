import { DirectionProvider } from '@radix-ui/react-direction';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { ApiProblem } from './api/problem';
import { ChatsPage } from './chats/ChatsPage';
import { languageOf } from './i18n/languages';
import { InvitationPage } from './session/InvitationPage';
import { SignedIn } from './session/SignedIn';
import { SignInPage } from './session/SignInPage';
import { Announcer } from './ui/Announcer';
import { Splash } from './ui/Splash';
import { Toasts } from './ui/Toasts';

const WelcomePage = lazy(() => import('./firstRun/WelcomePage'));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Live events say what is not fresh any more; nothing is asked for on a mere suspicion.
      staleTime: Infinity,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (failures, cause) => failures < 3 && !(cause instanceof ApiProblem && cause.status >= 400 && cause.status < 500),
    },
    // What a person does is done now or not at all, never later by itself.
    mutations: { networkMode: 'always' },
  },
});

export function App() {
  const { i18n } = useTranslation();
  return (
    <QueryClientProvider client={queries}>
      <DirectionProvider dir={languageOf(i18n.language).direction}>
        <BrowserRouter>
          <Suspense fallback={<Splash />}>
            <Routes>
              <Route path="/sign-in" element={<SignInPage />} />
              <Route path="/invitation" element={<InvitationPage />} />
              <Route element={<SignedIn />}>
                <Route path="/whatsapp" element={<ChatsPage />} />
                <Route path="/whatsapp/:chatId" element={<ChatsPage />} />
                <Route path="/welcome" element={<WelcomePage />} />
              </Route>
              <Route path="*" element={<Navigate to="/whatsapp" replace />} />
            </Routes>
          </Suspense>
          <Toasts />
          <Announcer />
        </BrowserRouter>
      </DirectionProvider>
    </QueryClientProvider>
  );
}
