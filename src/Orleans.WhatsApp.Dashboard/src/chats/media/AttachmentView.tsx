import { Paperclip } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Attachment, WhatsAppMessage } from '~/api/types';
import styles from './AttachmentView.module.css';
import { KeptFile } from './KeptFile';
import { lookOf, nameOf } from './look';
import { MediaPlaceholder } from './MediaPlaceholder';

interface Props {
  message: WhatsAppMessage;
  attachment: Attachment;
}

/** What came with a message: the file, or what is known of it until it is there. */
export function AttachmentView({ message, attachment }: Props) {
  const look = lookOf(attachment);
  if (look === 'words') return <FileLine attachment={attachment} />;
  switch (attachment.state) {
    case 'kept':
      return (
        <div className={styles.attachment}>
          {attachment.url ? <KeptFile look={look} url={attachment.url} attachment={attachment} /> : <FileLine attachment={attachment} />}
          {/* The recording is here, and what was said in it is not. */}
          {attachment.code && look === 'audio' && <MediaPlaceholder message={message} words="notTranscribed" code={attachment.code} />}
        </div>
      );
    case 'pending':
    case 'failed':
      return (
        <div className={styles.attachment}>
          <FileLine attachment={attachment} />
          <MediaPlaceholder message={message} words={attachment.state} code={attachment.code} />
        </div>
      );
    // The provider has it, and nobody fetches it from there.
    default:
      return <FileLine attachment={attachment} />;
  }
}

/** Its kind, and its name if it has one. */
function FileLine({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation();
  return (
    <p className={styles.line}>
      <Paperclip size={14} aria-hidden="true" />
      <span>{t(`media.kinds.${nameOf(attachment)}`)}</span>
      {attachment.file_name && <bdi>{attachment.file_name}</bdi>}
    </p>
  );
}
