using Microsoft.Extensions.Logging;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>
/// What the business begins by itself. Into a chat that is known it goes through that chat's outbox, so that its echo is expected before it can come. Of a number
/// without a chat nobody knows, before the provider has said so, which chat the echo will belong to; it is stored there once, by whichever comes first.
/// </summary>
public sealed partial class ChannelGrain
{
    /// <summary>Behind a longer queue the caller would not be there any more when it is sent.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public async Task<BeginOutcome> Begin(Beginning beginning)
    {
        var account = _account;
        if (account.Status != ChannelStatus.Ok) return new BeginOutcome("not_connected");
        var initiative = new ChatAction.Initiative(beginning.By, beginning.Name, beginning.Text) { Content = beginning.Content };
        if (await store.ChatWith(_key.Tenant, _key.Channel, "", PhoneKey.Of(beginning.Phone)) is { } known) return await Tell(known, initiative);
        if (Provider.ChatIdOf(beginning.Phone) is { } named)
        {
            var chat = await addresses.Of(account, named, contactAddress: "", beginning.Phone);
            return await Tell(chat, initiative with { ProviderChatId = named, Phone = beginning.Phone });
        }

        // There is no chat whose outbox could keep it.
        return AllowsLiveSend ? await BeginChat(account, beginning) : new BeginOutcome("live_send_off");
    }

    private async Task<BeginOutcome> BeginChat(ChannelAccount account, Beginning beginning)
    {
        var wait = await ReserveSend();
        if (wait > LongestWait || calls.TryBegin() is not { } call) return new BeginOutcome("unavailable");
        using var underWay = call;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, clock);

        switch (await Provider.Begin(account.AccountId, beginning.Phone, new OutgoingMessage(beginning.Text, "") { Content = ChatStateJson.ReadContent(beginning.Content) }))
        {
            case SendResult.Accepted { ProviderChatId: { Length: > 0 } chat, ProviderMessageId: { Length: > 0 } message }:
                return await Note(account, beginning, chat, message);
            case SendResult.Accepted:
                // Its echo will say which chat it is.
                return new BeginOutcome("") { IsSent = true };
            case SendResult.Refused refused:
                return new BeginOutcome(refused.Code);
            case SendResult.Postponed postponed:
                if (postponed.Account is { } status) await StatusReported(account.AccountId, status);
                return new BeginOutcome(postponed.Code);
            default:
                return new BeginOutcome("send_unclear");
        }
    }

    private async Task<BeginOutcome> Note(ChannelAccount account, Beginning beginning, string providerChatId, string providerMessageId)
    {
        try
        {
            var chat = await addresses.Of(account, providerChatId, contactAddress: "", beginning.Phone);
            return await Tell(chat, new ChatAction.Initiative(beginning.By, beginning.Name, beginning.Text, providerChatId, providerMessageId, beginning.Phone));
        }
        catch (Exception cause)
        {
            // It is sent, and whoever is told otherwise sends it again. The echo stores it.
            LogNotNoted(cause, _key.Channel);
            return new BeginOutcome("") { IsSent = true };
        }
    }

    private async Task<BeginOutcome> Tell(ChatId chat, ChatAction.Initiative initiative)
    {
        var outcome = await GrainFactory.GetGrain<IChatGrain>(new ChatKey(_key.Tenant, _key.Channel, chat).ToString()).Act(initiative);
        return new BeginOutcome(outcome.Refusal, chat.Value, outcome.Message, initiative.IsSent);
    }

    [LoggerMessage(EventId = 3006, Level = LogLevel.Warning, Message = "A message that began a chat on channel {ChannelId} could not be stored; its echo will")]
    private partial void LogNotNoted(Exception cause, ChannelId channelId);
}
