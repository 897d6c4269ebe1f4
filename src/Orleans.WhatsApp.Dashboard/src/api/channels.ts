import { call } from './http';
import { patience } from './reach';
import type { Channel, ConnectAnswer, Connection, Provider } from './types';

const root = '/api/whatsapp';

export interface ConnectWith {
  provider: Provider;
  /** Of an account that is there already, where the provider needs one. */
  account_id?: string;
  access_token?: string;
}

export const listChannels = () => call<Channel[]>('GET', `${root}/channels`);
export const connect = (body: ConnectWith) => call<ConnectAnswer>('POST', `${root}/connect`, { body, limit: patience.provider });
export const disconnect = (provider: Provider) => call<Connection>('POST', `${root}/disconnect`, { body: { provider }, limit: patience.provider });
export const registerWebhook = (provider: Provider, url: string) =>
  call<{ url: string; status: string }>('POST', `${root}/register-webhook`, { body: { url, provider }, limit: patience.provider });

/** @param live_send Null: as the installation is set. */
export const setLiveSend = (provider: Provider, live_send: boolean | null) => call<Channel>('PUT', `${root}/channels/${provider}`, { body: { live_send } });
