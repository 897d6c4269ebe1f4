import { useMutation } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { upload } from '~/api/chats';
import { useObjectUrl } from '~/chats/media/useObjectUrl';
import { useFormats } from '~/time/useFormats';
import { Field } from '~/ui/Field';
import { ProblemLine } from '~/ui/Notice';
import { most } from './build';
import type { FormProps } from './ContentGate';
import { FormFrame } from './FormFrame';
import styles from './Forms.module.css';

/** The gateway's most, in bytes. */
const mostBytes = 16 * 1024 * 1024;

/** Shows what is to be attached, and hands it over before the message goes: what could not be handed over is still here. */
export default function FileForm({ chatId, file, onSend, onClose }: FormProps & { chatId: string; file: File }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const picture = useObjectUrl(file.type.startsWith('image/') ? file : undefined);
  const [caption, setCaption] = useState('');
  const handOver = useMutation({ mutationFn: () => upload(chatId, file) });
  // Only while this form is there: whoever cancelled it sends nothing.
  const submit = () => handOver.mutate(undefined, { onSuccess: (kept) => onSend({ kind: 'media', ...kept, caption: caption.trim() }) });
  return (
    <FormFrame title={t('content.file')} isBusy={handOver.isPending} isFilled fault={file.size > mostBytes ? t('problems.payload_too_large') : null} onClose={onClose} onSubmit={submit}>
      <div className={styles.preview}>
        {picture ? <img src={picture} alt={file.name} /> : <FileText size={32} aria-hidden="true" />}
        <p>
          <bdi>{file.name}</bdi>
        </p>
        <p className={styles.hint}>{formats.size(file.size)}</p>
      </div>
      {/* WhatsApp shows none beside a recording. */}
      {!file.type.startsWith('audio/') && (
        <Field label={t('content.caption')}>
          {(ids) => <input {...ids} type="text" dir="auto" maxLength={most.caption} value={caption} onChange={(event) => setCaption(event.target.value)} />}
        </Field>
      )}
      <ProblemLine cause={handOver.error} />
    </FormFrame>
  );
}
