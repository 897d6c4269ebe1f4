using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>WhatsApp through Unipile: a linked device, so there is no 24-hour window and there are no templates.</summary>
internal sealed partial class UnipileChannel(
    UnipileHttp http,
    ProviderFiles files,
    UnipileHistory history,
    UnipileAccounts accounts,
    UnipileWebhooks webhooks,
    IOptionsMonitor<UnipileOptions> options,
    TimeProvider clock,
    ILogger<UnipileChannel> log) : IChannel
{
    public string Provider => "unipile";

    public ChannelAbilities Abilities => new() { AccountPace = PaceRule.PerMinute(options.CurrentValue.SendsPerMinute) };

    public bool IsConfigured => options.CurrentValue is { Address: not null, ApiKey.Length: > 0 };

    public IReadOnlyList<ReceivedEvent> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) =>
        [new ReceivedEvent(Read(UnipileReader.WebhookFormat, body, receivedAt), UnipileReader.WebhookFormat, body)];

    public InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => UnipileReader.Read(format, body, receivedAt);

    public async Task<SendResult> Send(string accountId, string providerChatId, OutgoingMessage message)
    {
        if (!ProviderId.Is(providerChatId)) return new SendResult.Refused("invalid_chat");

        // The account makes Unipile refuse a chat of another account, which the one key of the workspace would otherwise reach.
        using var form = new MultipartFormDataContent { { Part(message.Text), "\"text\"" }, { Part(accountId), "\"account_id\"" } };
        return await Post($"/chats/{Uri.EscapeDataString(providerChatId)}/messages", form, accountId, providerChatId);
    }

    /// <summary>A chat that there is with this number is used again.</summary>
    public async Task<SendResult> Begin(string accountId, string phone, OutgoingMessage message)
    {
        using var form = new MultipartFormDataContent
        {
            { Part(accountId), "\"account_id\"" }, { Part($"{phone.TrimStart('+')}@s.whatsapp.net"), "\"attendees_ids\"" }, { Part(message.Text), "\"text\"" },
        };
        return await Post("/chats", form, accountId, "(new)");
    }

    private async Task<SendResult> Post(string path, MultipartFormDataContent form, string accountId, string providerChatId)
    {
        var answer = await http.Call(HttpMethod.Post, path, form, options.CurrentValue.SendTimeout, CancellationToken.None);
        var result = answer switch
        {
            // { "object": "MessageSent", "message_id": "…" | null } or { "object": "ChatStarted", "chat_id": "…" | null, "message_id": "…" | null }
            ProviderAnswer.Answered { IsSuccess: true } sent => new SendResult.Accepted(Named(sent, "message_id"u8)) { ProviderChatId = Named(sent, "chat_id"u8) },
            ProviderAnswer.Answered failed => UnipileErrors.Classify(failed.Status, failed.Body),
            ProviderAnswer.NotSent notSent => new SendResult.Postponed(notSent.Code),
            _ => (SendResult)new SendResult.Unclear(answer.Failure!),
        };
        if (result is SendResult.Unclear unclear) LogSendUnclear(accountId, providerChatId, unclear.Code);
        if (result is not (SendResult.Unclear or SendResult.Accepted)) LogNotSent(accountId, providerChatId, answer.Failure!);
        return result;
    }

    public async Task<ImmutableArray<OwnNumberMessage>?> FindSent(string accountId, string providerChatId, SentMessage sent, DateTimeOffset since, CancellationToken stop)
    {
        if (await history.Read(accountId, providerChatId, since, stop) is not { } rows) return null;

        // A copy that was deleted since was sent all the same, so gone rows count.
        var copies = rows.Newest
            .Where(row => row.Flag("is_sender"u8) == true && ProviderId.Is(row.Text("id"u8)))
            .Select(row => UnipileRow.ReadOwn(row, clock.GetUtcNow()))
            .Where(sent.IsShownAs)
            .Reverse()
            .OrderBy(message => message.At)
            .ToImmutableArray();
        if (!rows.IsWhole) LogTooLong(accountId, providerChatId);
        return copies.IsEmpty && !rows.IsWhole ? null : copies;
    }

    public async Task<IReadOnlyList<PulledEvent>?> Pull(string accountId, string providerChatId, DateTimeOffset since, CancellationToken stop)
    {
        if (await history.Read(accountId, providerChatId, since, stop) is not { } rows) return null;
        if (!rows.IsWhole) LogTooLong(accountId, providerChatId);
        var receivedAt = clock.GetUtcNow();
        var pulled = new List<(DateTimeOffset At, PulledEvent Event)>();
        foreach (var row in rows.Newest)
        {
            if (UnipileRow.IsGone(row)) continue;
            var body = UnipileRow.Wrap(accountId, providerChatId, row);
            if (Read(UnipileReader.MessageFormat, body, receivedAt) is InboundEvent.ToChat message)
                pulled.Add((UnipileTime.Read(row.Text("timestamp"u8), receivedAt), new PulledEvent(message, UnipileReader.MessageFormat, body)));
        }

        pulled.Reverse();
        return [.. pulled.OrderBy(one => one.At).Select(one => one.Event)];
    }

    public async Task<FetchedMedia> Fetch(string accountId, string providerMessageId, Attachment attachment, CancellationToken stop)
    {
        if (!ProviderId.Is(providerMessageId) || !ProviderId.Is(attachment.Id)) return new FetchedMedia.Refused("invalid_attachment");
        var path = $"/messages/{Uri.EscapeDataString(providerMessageId)}/attachments/{Uri.EscapeDataString(attachment.Id)}";
        return http.File(path, ProviderFiles.KindOf(attachment), attachment.MimeType) is { } file
            ? await files.Fetch(file, attachment.FileName, stop)
            : new FetchedMedia.Postponed("not_configured");
    }

    public async Task<ConnectResult> Connect(string? knownAccountId, ConnectWith with, CancellationToken stop)
    {
        var result = await accounts.Connect(knownAccountId, stop);
        if (result is ConnectResult.Linked linked) LogLinked(linked.AccountId, linked.Status);
        if (result is ConnectResult.Failed failed) LogNotLinked(failed.Code);
        return result;
    }

    public Task<AccountReport?> Status(string accountId, CancellationToken stop) => accounts.Status(accountId, stop);

    public Task<bool> Disconnect(string accountId, CancellationToken stop) => accounts.Disconnect(accountId, stop);

    public Task<string?> RegisterWebhook(string accountId, string url, CancellationToken stop) => webhooks.Register(url, stop);

    private static string? Named(ProviderAnswer.Answered answer, ReadOnlySpan<byte> name) => answer.Body.Text(name) is { Length: > 0 } id ? id : null;

    /// <summary>Without a content type of its own, as a browser's form has it: some parsers take a part that has one for a file.</summary>
    private static StringContent Part(string value)
    {
        var part = new StringContent(value);
        part.Headers.ContentType = null;
        return part;
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "A send to chat {ProviderChatId} of account {AccountId} may or may not have arrived: {Code}")]
    private partial void LogSendUnclear(string accountId, string providerChatId, string code);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "A send to chat {ProviderChatId} of account {AccountId} was not made: {Code}")]
    private partial void LogNotSent(string accountId, string providerChatId, string code);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Chat {ProviderChatId} of account {AccountId} has more messages than a look-up reads")]
    private partial void LogTooLong(string accountId, string providerChatId);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Information, Message = "Account {AccountId} is linked: {Status}")]
    private partial void LogLinked(string accountId, ChannelStatus status);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "No account could be linked: {Code}")]
    private partial void LogNotLinked(string code);
}
