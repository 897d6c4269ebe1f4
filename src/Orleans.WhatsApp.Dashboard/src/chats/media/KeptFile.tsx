import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '~/api/types';
import { useFormats } from '~/time/useFormats';
import { Button } from '~/ui/Button';
import { toast } from '~/ui/toasts';
import { useProblemText } from '~/ui/useProblemText';
import styles from './AttachmentView.module.css';
import { nameOf, type Look } from './look';
import { saveAs } from './saveAs';
import { fileAt, useFile } from './useFile';
import { useInView } from './useInView';
import { useObjectUrl } from './useObjectUrl';

interface Props {
  look: Exclude<Look, 'words'>;
  url: string;
  attachment: Attachment;
}

/** A file that we have. Pictures and recordings are there when they come into sight, the larger rest when it is asked for. */
export function KeptFile({ look, url, attachment }: Props) {
  const { t } = useTranslation();
  const [place, isSeen] = useInView();
  const [isAsked, setAsked] = useState(false);
  const isWanted = look === 'image' || look === 'audio' ? isSeen : isAsked && look === 'video';
  const { data, error, refetch } = useFile(url, isWanted);
  const source = useObjectUrl(data);
  const name = attachment.file_name || t(`media.kinds.${nameOf(attachment)}`);

  return (
    <div className={styles.file} ref={place}>
      {source && look === 'image' && <img className={`${styles.picture} ${attachment.kind === 'sticker' ? styles.sticker : ''}`} src={source} alt={name} />}
      {source && look === 'audio' && <audio className={styles.recording} controls src={source} aria-label={name} />}
      {source && look === 'video' && <video className={styles.picture} controls src={source} aria-label={name} />}
      {!source && look !== 'document' && (
        <div className={`${styles.room} ${look === 'audio' ? styles.recordingRoom : ''}`}>
          {error ? (
            <Button onClick={() => void refetch()}>{t('media.showAgain')}</Button>
          ) : look === 'video' && !isAsked ? (
            <Button icon={<Play size={16} aria-hidden="true" />} onClick={() => setAsked(true)}>
              {t('media.play')}
            </Button>
          ) : (
            t('state.loading')
          )}
        </div>
      )}
      {look !== 'audio' && attachment.kind !== 'sticker' && <SaveButton url={url} name={name} size={attachment.size} />}
    </div>
  );
}

function SaveButton({ url, name, size }: { url: string; name: string; size: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const queries = useQueryClient();
  const textOf = useProblemText();
  const save = useMutation({
    mutationFn: () => queries.fetchQuery(fileAt(url)),
    onSuccess: (file) => saveAs(file, name),
    onError: (cause) => toast(textOf(cause), { look: 'problem' }),
  });

  return (
    <Button look="quiet" icon={<Download size={16} aria-hidden="true" />} isBusy={save.isPending} onClick={() => save.mutate()} aria-label={t('media.save', { name: `\u2068${name}\u2069` })}>
      <bdi>{name}</bdi>
      {size > 0 && <small>{formats.size(size)}</small>}
    </Button>
  );
}
