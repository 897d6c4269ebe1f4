import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { countdown, passedMark } from '~/time/countdown';
import { serverNow } from '~/time/serverClock';
import { useServerNow } from '~/time/useServerNow';
import { announce } from '~/ui/Announcer';

/** Tells listeners of the open chat's countdown: when it is first seen or moved, at a minute, at ten seconds. */
export function useSpokenCountdown(deadline: string): void {
  const { t } = useTranslation();
  const { seconds } = countdown(null, deadline, useServerNow());
  const before = useRef(seconds);

  useEffect(() => {
    const left = countdown(null, deadline, serverNow()).seconds;
    before.current = left;
    if (left > 0) announce(t('waiting.spoken', { count: left }));
  }, [deadline, t]);

  useEffect(() => {
    const mark = passedMark(before.current, seconds);
    before.current = seconds;
    if (mark) announce(t('waiting.spoken', { count: mark }));
  }, [seconds, t]);
}
