import { describe, expect, it } from 'vitest';
import { channel, rendered, wordsOf } from '~/testing/rendered';
import { ChannelCard } from './ChannelCard';
import { Code } from './Code';

const unlinked = { status: 'disconnected', account_id: null, phone: null, linked_at: null } as const;

describe('a channel’s card', () => {
  it('asks for an account and a token where the provider needs them, and hides what is typed', () => {
    const markup = rendered(<ChannelCard channel={channel(unlinked)} />);
    expect(wordsOf(markup)).toMatch(/Meta.*No number is connected.*Phone number ID.*Access token.*Connect this account/);
    expect(markup).toMatch(/<input[^>]*type="password"[^>]*name="token"/);
  });

  it('offers a code where nothing else is needed', () => {
    const markup = rendered(<ChannelCard channel={channel({ ...unlinked, provider: 'unipile', can: { ...channel().can, needs_account: false } })} />);
    expect(wordsOf(markup)).toContain('Connect a number');
    expect(markup).not.toContain('type="password"');
  });

  it.each(['unipile', 'meta', 'wappi'] as const)('linked, %s says where it has to report', (provider) => {
    expect(rendered(<ChannelCard channel={channel({ provider })} />)).toContain(`https://desk.example/webhooks/${provider}`);
  });

  it.each(['meta', 'wappi'] as const)('an address by which the installation is reached from outside goes before the one in the browser: %s', (provider) => {
    const markup = rendered(<ChannelCard channel={channel({ provider, webhook_url: `https://wa.example/webhooks/${provider}` })} />);
    expect(markup).toContain(`value="https://wa.example/webhooks/${provider}"`);
    expect(markup).not.toContain('desk.example');
  });

  it.each([
    [null, true, 'inherited', 'It goes out, like every answer.'],
    [true, true, 'on', 'It goes out, like every answer.'],
    [false, false, 'off', 'It is held back here'],
    [null, false, 'inherited', 'It is held back here'],
  ])('sending %s: the choice and what comes of it are said', (live_send_setting, live_send, value, words) => {
    const markup = rendered(<ChannelCard channel={channel({ live_send_setting, live_send })} />);
    expect(markup).toContain(`<option value="${value}" selected="">`);
    expect(wordsOf(markup)).toContain(words);
  });

  it('members see how it is and can change nothing', () => {
    const markup = rendered(<ChannelCard channel={channel()} />, { role: 'member' });
    expect(wordsOf(markup)).toMatch(/Connected \+905550001122/);
    expect(markup).not.toMatch(/<button|<input|<select/);
  });
});

it('a code comes as a text or as its picture', () => {
  expect(rendered(<Code code="2@abc" />)).toContain('<svg');
  expect(rendered(<Code code="data:image/png;base64,AAAA" />)).toContain('<img src="data:image/png;base64,AAAA"');
});
