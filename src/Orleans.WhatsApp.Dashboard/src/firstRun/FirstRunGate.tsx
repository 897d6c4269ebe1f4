import type { ReactNode } from 'react';
import { Navigate } from 'react-router';
import { useMay } from '~/session/useUser';
import { useConnection } from '~/settings/useConnection';
import { isPutOff } from './later';
import { isUntouched } from './progress';

/** Leads the admin of an empty installation to its first steps. */
export function FirstRunGate({ children }: { children: ReactNode }) {
  const { data } = useConnection();
  const isAdmin = useMay('admin');
  return data && isAdmin && isUntouched(data) && !isPutOff() ? <Navigate to="/welcome" replace /> : children;
}
