import { LayoutTemplate, Paperclip } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MessageContent } from '~/api/content';
import styles from './ContentView.module.css';

interface Props {
  /** A message, or what is to become one. */
  written: { text?: string; content?: MessageContent | null };
  /** Its file is shown beside it. */
  hasFile?: boolean;
}

/** What a message says. Buttons and menus are shown as the contact sees them, and do nothing here. */
export function ContentView({ written: { text, content }, hasFile = false }: Props) {
  const { t } = useTranslation();
  switch (content?.kind) {
    case 'buttons':
      return (
        <>
          <Text>{content.body}</Text>
          <Footer>{content.footer}</Footer>
          <ul className={styles.chips} aria-label={t('content.replies')}>
            {content.replies.map((reply) => (
              <li key={reply.id} className={styles.chip} dir="auto">
                {reply.title}
              </li>
            ))}
          </ul>
        </>
      );
    case 'list':
      return (
        <>
          <Text>{content.body}</Text>
          <Footer>{content.footer}</Footer>
          <p className={styles.menu} dir="auto">
            {content.label}
          </p>
          <ul className={styles.rows} aria-label={t('content.rows')}>
            {content.rows.map((row) => (
              <li key={row.id} dir="auto">
                {row.title}
                {row.description && <small>{row.description}</small>}
              </li>
            ))}
          </ul>
        </>
      );
    case 'template':
      return (
        <>
          <p className={styles.kind}>
            <LayoutTemplate size={14} aria-hidden="true" />
            {t('content.template')}{' '}
            <bdi dir="ltr">
              {content.name} ({content.language})
            </bdi>
          </p>
          {content.parameters.length > 0 && (
            <ul className={styles.rows} aria-label={t('content.parameters')}>
              {content.parameters.map((parameter, place) => (
                <li key={place} dir="auto">
                  {parameter}
                </li>
              ))}
            </ul>
          )}
        </>
      );
    case 'media':
      return (
        <>
          {!hasFile && (
            <p className={styles.kind}>
              <Paperclip size={14} aria-hidden="true" />
              <bdi>{content.file_name}</bdi>
            </p>
          )}
          <Text>{content.caption}</Text>
        </>
      );
    default:
      return <Text>{text}</Text>;
  }
}

function Text({ children }: { children: string | undefined }) {
  return children ? (
    <p className={styles.text} dir="auto">
      {children}
    </p>
  ) : null;
}

function Footer({ children }: { children: string | undefined }) {
  return children ? (
    <p className={styles.footer} dir="auto">
      {children}
    </p>
  ) : null;
}
