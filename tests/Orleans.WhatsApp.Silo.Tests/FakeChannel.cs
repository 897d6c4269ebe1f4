using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Silo;

/// <summary>A provider that behaves, with one kind of body of its own.</summary>
public sealed class FakeChannel : IChannel
{
    private readonly ConcurrentQueue<Func<Task<SendResult>>> _next = new();
    private readonly ConcurrentQueue<(string Chat, string Text)> _accepted = new();
    private readonly ConcurrentQueue<(string Phone, string Text)> _begun = new();
    private int _ids;

    public string Provider => "unipile";

    public const string Format = "unipile.fake";

    public ChannelAbilities Abilities { get; set; } = new();

    public bool IsConfigured { get; set; } = true;

    public IReadOnlyList<ReceivedEvent> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => [new(Read(Format, body, receivedAt), Format, body)];

    /// <summary>What an attachment's bytes are.</summary>
    public FetchedMedia Media { get; set; } = new FetchedMedia.Refused("none");

    public Task<FetchedMedia> Fetch(string accountId, string providerMessageId, Attachment attachment, CancellationToken stop) => Task.FromResult(Media);

    public ConnectResult ConnectAnswer { get; set; } = new ConnectResult.Linked(Stage.Account, "", ChannelStatus.Ok);

    /// <summary>How long linking takes.</summary>
    public Func<Task> BeforeConnect { get; set; } = () => Task.CompletedTask;

    public AccountReport? StatusAnswer { get; set; } = new(Stage.Account, ChannelStatus.Ok, "+905550000000");

    public bool DisconnectAnswer { get; set; } = true;

    public string? WebhookAnswer { get; set; }

    public ConcurrentQueue<string> RegisteredWebhooks { get; } = new();

    public IReadOnlyList<(string Chat, string Text)> Accepted => [.. _accepted];

    /// <summary>How the next send ends.</summary>
    public void Next(Func<Task<SendResult>> answer) => _next.Enqueue(answer);

    public InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        FakeBody? told;
        try
        {
            told = JsonSerializer.Deserialize<FakeBody>(body.Span, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            told = null;
        }

        var contact = new Contact("Ayşe", told?.Phone ?? "", told?.Phone ?? "");
        return told?.Kind switch
        {
            "contact" => ToChat(told, new ChatInput.ContactWrote(told.Id, told.Text, receivedAt, contact, told.Chat)),
            "own" => ToChat(told,
                new ChatInput.OwnNumberWrote(new OwnNumberMessage(told.Id, told.Text, receivedAt), told.Chat) { Contact = contact }),
            "status" => new InboundEvent.AccountStatus(told.Account, StatusOf(told.Text), told.Text),
            "group" => new InboundEvent.Discarded("group"),
            _ => new InboundEvent.Malformed("not one of ours"),
        };
    }

    public async Task<SendResult> Send(string accountId, string providerChatId, OutgoingMessage message)
    {
        var result = _next.TryDequeue(out var answer) ? await answer() : new SendResult.Accepted($"sent-{Interlocked.Increment(ref _ids)}");
        if (result is SendResult.Accepted) _accepted.Enqueue((providerChatId, message.Text));
        return result;
    }

    /// <summary>What was begun, by number.</summary>
    public IReadOnlyList<(string Phone, string Text)> Begun => [.. _begun];

    public async Task<SendResult> Begin(string accountId, string phone, OutgoingMessage message)
    {
        _begun.Enqueue((phone, message.Text));
        return _next.TryDequeue(out var answer) ? await answer()
            : new SendResult.Accepted($"sent-{Interlocked.Increment(ref _ids)}") { ProviderChatId = $"chat-with-{phone}" };
    }

    /// <summary>Nobody can tell what was sent.</summary>
    public Task<ImmutableArray<OwnNumberMessage>?> FindSent(string accountId, string providerChatId, SentMessage sent, DateTimeOffset since,
        CancellationToken stop) =>
        Task.FromResult<ImmutableArray<OwnNumberMessage>?>(null);

    public Task<IReadOnlyList<PulledEvent>?> Pull(string accountId, string providerChatId, DateTimeOffset since, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<PulledEvent>?>([]);

    public async Task<ConnectResult> Connect(string? knownAccountId, ConnectWith with, CancellationToken stop)
    {
        await BeforeConnect();
        return ConnectAnswer;
    }

    public Task<AccountReport?> Status(string accountId, CancellationToken stop) => Task.FromResult(StatusAnswer);

    public Task<bool> Disconnect(string accountId, CancellationToken stop) => Task.FromResult(DisconnectAnswer);

    public Task<string?> RegisterWebhook(string accountId, string url, CancellationToken stop)
    {
        RegisteredWebhooks.Enqueue(url);
        return Task.FromResult(WebhookAnswer);
    }

    private static ChannelStatus? StatusOf(string word) => Enum.TryParse<ChannelStatus>(word, out var status) ? status : null;

    private static InboundEvent.ToChat ToChat(FakeBody told, ChatInput input) =>
        new(told.Account, told.Chat, "message", told.Id, "", told.Phone, input);
}

/// <param name="Kind">contact, own, status or group.</param>
public sealed record FakeBody(string Kind, string Account, string Chat = "", string Id = "", string Text = "", string Phone = "");
