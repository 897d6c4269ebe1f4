import type { Remedy } from '~/api/types';

const remedies: readonly Remedy[] = ['use_template', 'template_rejected', 'wait', 'reconnect', 'check_number', 'contact_opted_out', 'ask_provider', 'none'];

/** One that there are words for: a newer gateway may know others. */
export function knownRemedy(remedy: string): Remedy {
  return remedies.find((one) => one === remedy) ?? 'none';
}
