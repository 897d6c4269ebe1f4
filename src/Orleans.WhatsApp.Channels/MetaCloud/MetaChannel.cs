using System.Collections.Immutable;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// WhatsApp through Meta's own Cloud API. An account is a phone number id. Meta keeps no history that could be asked for, so what became of an unclear send is
/// learned from the statuses alone, which hand our reference back.
/// </summary>
internal sealed partial class MetaChannel(MetaHttp http, MetaMedia media, MetaAccounts accounts, IOptionsMonitor<MetaOptions> options, ILogger<MetaChannel> log) : IChannel
{
    public const string Name = "meta";

    private static readonly TimeSpan CustomerServiceWindow = TimeSpan.FromHours(24);

    public string Provider => Name;

    public ChannelAbilities Abilities
    {
        get
        {
            var settings = options.CurrentValue;
            return new()
            {
                AccountPace = new PaceRule(TimeSpan.FromSeconds(1) / settings.SendsPerSecond, Math.Max(1, settings.SendsPerSecond / 10)),
                RecipientPace = new PaceRule(settings.RecipientInterval, settings.RecipientBurst),
                Window = CustomerServiceWindow,
                ContactsHaveSeveralNames = true,
                NeedsAccount = true,
                Buttons = true,
                Lists = true,
                Templates = true,
                Media = true,
            };
        }
    }

    /// <summary>A number may bring its own token; what Meta signs with is the installation's alone.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(options.CurrentValue.AppSecret);

    public IReadOnlyList<ReceivedEvent> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => MetaDelivery.Receive(body, receivedAt);

    public InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => MetaReader.Read(format, body, receivedAt);

    public async Task<SendResult> Send(string accountId, string providerChatId, OutgoingMessage message) =>
        ProviderId.Is(accountId) && ProviderId.Is(providerChatId) ? (await Post(accountId, providerChatId, message)).Result : new SendResult.Refused("invalid_chat");

    /// <summary>The answer says how Meta writes the number, which is how its owner's messages will name the chat.</summary>
    public async Task<SendResult> Begin(string accountId, string phone, OutgoingMessage message)
    {
        var digits = MetaPerson.DigitsOf(phone);
        if (!ProviderId.Is(accountId) || digits.Length == 0) return new SendResult.Refused("invalid_chat");
        var (result, waId) = await Post(accountId, digits, message);
        return result is SendResult.Accepted accepted ? accepted with { ProviderChatId = waId.Or(digits) } : result;
    }

    /// <summary>As the number is written. Where Meta writes it otherwise (Brazil's ninth digit), the chat is found by the number all the same.</summary>
    public string? ChatIdOf(string phone) => MetaPerson.DigitsOf(phone) is { Length: > 0 } digits ? digits : null;

    public async Task ShowComposing(string accountId, string providerChatId, string providerMessageId, CancellationToken stop)
    {
        if (!ProviderId.Is(accountId) || !ProviderId.Is(providerMessageId)) return;
        using var content = JsonContent.Create(MetaOutgoing.Composing(providerMessageId));
        await http.Call(accountId, HttpMethod.Post, Messages(accountId), content, options.CurrentValue.RequestTimeout, stop);
    }

    private async Task<(SendResult Result, string WaId)> Post(string accountId, string to, OutgoingMessage message)
    {
        var (result, waId) = await Uploaded(accountId, to, message);
        if (result is SendResult.Unclear unclear) LogSendUnclear(accountId, message.Reference, unclear.Code);
        if (result is SendResult.Refused refused) LogNotSent(accountId, message.Reference, refused.Code);
        if (result is SendResult.Postponed postponed) LogNotSent(accountId, message.Reference, postponed.Code);
        return (result, waId);
    }

    private async Task<(SendResult Result, string WaId)> Uploaded(string accountId, string to, OutgoingMessage message)
    {
        var mediaId = "";
        if (message.Content is MessageContent.Media file)
        {
            (mediaId, var failure) = await media.Upload(accountId, file, message.File);
            if (failure is not null) return (failure, "");
        }

        using var content = JsonContent.Create(MetaOutgoing.Body(to, message, mediaId));
        return await http.Call(accountId, HttpMethod.Post, Messages(accountId), content, options.CurrentValue.SendTimeout, CancellationToken.None) switch
        {
            // { "messaging_product", "contacts": [{ "input", "wa_id"?, "user_id"? }], "messages": [{ "id": "wamid.…", "message_status"? }] }
            ProviderAnswer.Answered { IsSuccess: true, Body: var body } => (
                new SendResult.Accepted(body.Items("messages"u8).Select(sent => sent.Text("id"u8)).FirstOrDefault(ProviderId.Is)),
                body.Items("contacts"u8).Select(contact => MetaPerson.DigitsOf(contact.Text("wa_id"u8))).FirstOrDefault() ?? ""),
            ProviderAnswer.Answered failed => (MetaErrors.Classify(failed.Status, failed.Body), ""),
            ProviderAnswer.NotSent notSent => (new SendResult.Postponed(notSent.Code), ""),
            var lost => (new SendResult.Unclear(lost.Failure!), ""),
        };
    }

    public Task<ImmutableArray<OwnNumberMessage>?> FindSent(string accountId, string providerChatId, SentMessage sent, DateTimeOffset since, CancellationToken stop) =>
        Task.FromResult<ImmutableArray<OwnNumberMessage>?>(null);

    public Task<IReadOnlyList<PulledEvent>?> Pull(string accountId, string providerChatId, DateTimeOffset since, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<PulledEvent>?>(null);

    public async Task<FetchedMedia> Fetch(string accountId, string providerMessageId, Attachment attachment, CancellationToken stop) =>
        ProviderId.Is(accountId) && ProviderId.Is(attachment.Id) ? await media.Fetch(accountId, attachment, stop) : new FetchedMedia.Refused("invalid_attachment");

    public async Task<ConnectResult> Connect(string? knownAccountId, ConnectWith with, CancellationToken stop)
    {
        var result = await accounts.Connect(knownAccountId, with, stop);
        if (result is ConnectResult.Linked linked) LogLinked(linked.AccountId, linked.Status);
        if (result is ConnectResult.Failed failed) LogNotLinked(failed.Code);
        return result;
    }

    public Task<AccountReport?> Status(string accountId, CancellationToken stop) => accounts.Status(accountId, stop);

    /// <summary>There is no session to end: without its link the number is simply not used here any more.</summary>
    public Task<bool> Disconnect(string accountId, CancellationToken stop) => Task.FromResult(true);

    /// <summary>The address belongs to the app, not to a number, and is set in the app's own settings.</summary>
    public Task<string?> RegisterWebhook(string accountId, string url, CancellationToken stop) => Task.FromResult<string?>("not_supported");

    private static string Messages(string accountId) => $"/{Uri.EscapeDataString(accountId)}/messages";

    // A chat's name is a phone number here, which belongs into no log; the reference finds the message.
    [LoggerMessage(EventId = 3020, Level = LogLevel.Warning, Message = "Send {Reference} of account {AccountId} may or may not have arrived: {Code}")]
    private partial void LogSendUnclear(string accountId, string reference, string code);

    [LoggerMessage(EventId = 3021, Level = LogLevel.Information, Message = "Send {Reference} of account {AccountId} was not made: {Code}")]
    private partial void LogNotSent(string accountId, string reference, string code);

    [LoggerMessage(EventId = 3022, Level = LogLevel.Information, Message = "Number {AccountId} is linked: {Status}")]
    private partial void LogLinked(string accountId, ChannelStatus status);

    [LoggerMessage(EventId = 3023, Level = LogLevel.Warning, Message = "No number could be linked: {Code}")]
    private partial void LogNotLinked(string code);
}
