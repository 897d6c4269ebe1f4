import { CopyButton } from '~/ui/CopyButton';
import { Field } from '~/ui/Field';

interface Props {
  label: string;
  hint: string;
  value: string;
}

/** What is handed on elsewhere as it stands here. */
export function CopyField({ label, hint, value }: Props) {
  return (
    <>
      <Field label={label} hint={hint}>
        {(ids) => <input {...ids} type="text" dir="ltr" readOnly value={value} onFocus={(event) => event.target.select()} />}
      </Field>
      <CopyButton text={value} />
    </>
  );
}
