using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>WhatsApp through Wappi: a linked device that is asked for news every few seconds and may also report them. No 24-hour window, no templates.</summary>
internal sealed partial class WappiChannel(
    WappiSends sends,
    WappiHistory history,
    WappiPoll poll,
    WappiMedia media,
    WappiAccounts accounts,
    IOptionsMonitor<WappiOptions> options,
    TimeProvider clock,
    ILogger<WappiChannel> log) : IChannel
{
    public const string Name = "wappi";

    public string Provider => Name;

    public ChannelAbilities Abilities => new()
    {
        AccountPace = new PaceRule(TimeSpan.FromMinutes(1) / options.CurrentValue.SendsPerMinute, Burst: 1),
        PollEvery = options.CurrentValue.PollEvery,
        Media = true,
        NeedsAccount = true,
    };

    public IReadOnlyList<ReceivedEvent> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => WappiReader.Receive(body, receivedAt);

    public InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => WappiReader.Read(format, body, receivedAt);

    public async Task<SendResult> Send(string accountId, string providerChatId, OutgoingMessage message)
    {
        if (!ProviderId.Is(providerChatId)) return new SendResult.Refused("invalid_chat");
        var result = await sends.Send(accountId, providerChatId, message);
        if (result is SendResult.Unclear unclear) LogSendUnclear(accountId, unclear.Code);
        if (result is SendResult.Refused refused) LogNotSent(accountId, refused.Code);
        if (result is SendResult.Postponed postponed) LogNotSent(accountId, postponed.Code);
        return result;
    }

    /// <summary>A chat is called by its number, so there is nothing to begin.</summary>
    public async Task<SendResult> Begin(string accountId, string phone, OutgoingMessage message)
    {
        var chat = ChatIdOf(phone);
        var result = await Send(accountId, chat, message);
        return result is SendResult.Accepted accepted ? accepted with { ProviderChatId = chat } : result;
    }

    public string ChatIdOf(string phone) => WappiElement.Plain(phone);

    public Task ShowComposing(string accountId, string providerChatId, string providerMessageId, CancellationToken stop) =>
        ProviderId.Is(providerChatId) ? sends.ShowComposing(accountId, providerChatId, providerMessageId, stop) : Task.CompletedTask;

    public async Task<ImmutableArray<OwnNumberMessage>?> FindSent(string accountId, string providerChatId, SentMessage sent, DateTimeOffset since, CancellationToken stop)
    {
        if (await Since(accountId, providerChatId, since, stop) is not { } rows) return null;
        var now = clock.GetUtcNow();

        // A copy that was deleted since was sent all the same.
        var copies = rows.Oldest.Select(row => new WappiElement(row, accountId, providerChatId))
            .Where(row => row.IsOwn && ProviderId.Is(row.Id))
            .Select(row => new OwnNumberMessage(row.Id, WappiContent.Text(row), row.At(now)) { Attachments = WappiContent.Attachment(row) is { } file ? [file] : [] })
            .Where(sent.IsShownAs)
            .ToImmutableArray();
        return copies.IsEmpty && !rows.IsWhole ? null : copies;
    }

    public async Task<IReadOnlyList<PulledEvent>?> Pull(string accountId, string providerChatId, DateTimeOffset since, CancellationToken stop)
    {
        if (await Since(accountId, providerChatId, since, stop) is not { } rows) return null;
        var receivedAt = clock.GetUtcNow();
        return
        [
            .. rows.Oldest.SelectMany(row => WappiReader.Row(accountId, providerChatId, row, receivedAt)).Where(one => one.Event is InboundEvent.ToChat)
                .Select(one => new PulledEvent((InboundEvent.ToChat)one.Event, one.Format, one.Body)),
        ];
    }

    public Task<Polled?> Poll(string accountId, string cursor, CancellationToken stop) => poll.Ask(accountId, cursor, stop);

    public Task<FetchedMedia> Fetch(string accountId, string providerMessageId, Attachment attachment, CancellationToken stop) =>
        media.Fetch(accountId, providerMessageId, attachment, stop);

    public async Task<ConnectResult> Connect(string? knownAccountId, ConnectWith with, CancellationToken stop)
    {
        var result = await accounts.Connect(knownAccountId, with, stop);
        if (result is ConnectResult.Linked linked) LogLinked(linked.AccountId, linked.Status);
        if (result is ConnectResult.Failed failed) LogNotLinked(failed.Code);
        return result;
    }

    public Task<AccountReport?> Status(string accountId, CancellationToken stop) => accounts.Status(accountId, stop);

    public Task<bool> Disconnect(string accountId, CancellationToken stop) => accounts.Disconnect(accountId, stop);

    /// <summary>Each profile has an address of its own.</summary>
    public Task<string?> RegisterWebhook(string accountId, string url, CancellationToken stop) => accounts.RegisterWebhook(accountId, url, stop);

    private async Task<WappiHistory.Rows?> Since(string accountId, string providerChatId, DateTimeOffset since, CancellationToken stop)
    {
        if (!ProviderId.Is(providerChatId)) return null;
        var rows = await history.Read(accountId, providerChatId, since, stop);
        if (rows is { IsWhole: false }) LogTooLong(accountId);
        return rows is { IsRefused: true } ? null : rows;
    }

    [LoggerMessage(EventId = 3040, Level = LogLevel.Warning, Message = "A send of Wappi profile {AccountId} may or may not have arrived: {Code}")]
    private partial void LogSendUnclear(string accountId, string code);

    [LoggerMessage(EventId = 3041, Level = LogLevel.Information, Message = "A send of Wappi profile {AccountId} was not made: {Code}")]
    private partial void LogNotSent(string accountId, string code);

    [LoggerMessage(EventId = 3042, Level = LogLevel.Warning, Message = "A chat of Wappi profile {AccountId} has more messages than a look-up reads")]
    private partial void LogTooLong(string accountId);

    [LoggerMessage(EventId = 3044, Level = LogLevel.Information, Message = "Wappi profile {AccountId} is linked: {Status}")]
    private partial void LogLinked(string accountId, ChannelStatus status);

    [LoggerMessage(EventId = 3045, Level = LogLevel.Warning, Message = "No Wappi profile could be linked: {Code}")]
    private partial void LogNotLinked(string code);
}
