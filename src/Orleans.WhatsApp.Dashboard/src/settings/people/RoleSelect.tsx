import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '~/api/types';

const roles: readonly Role[] = ['member', 'manager', 'admin'];

export function RoleSelect(rest: ComponentProps<'select'>) {
  const { t } = useTranslation();
  return (
    <select {...rest}>
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`role.${role}`)}
        </option>
      ))}
    </select>
  );
}
