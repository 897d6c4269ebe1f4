import { useQuery } from '@tanstack/react-query';
import { listChannels } from '~/api/channels';
import { keys } from '~/api/keys';
import type { Channel, Provider } from '~/api/types';

const none: readonly Channel[] = [];

/** The ways to WhatsApp that the installation offers; live events tell when they change. */
export function useChannelList() {
  return useQuery({ queryKey: keys.channels, queryFn: listChannels });
}

/** None until they are known. */
export function useChannels(): readonly Channel[] {
  return useChannelList().data ?? none;
}

export function useChannel(provider: Provider | ''): Channel | undefined {
  return useChannels().find((channel) => channel.provider === provider);
}

/** Whether one must be told by which channel a chat comes. */
export function hasSeveral(channels: readonly Channel[]): boolean {
  return channels.filter((channel) => channel.account_id !== null).length > 1;
}
