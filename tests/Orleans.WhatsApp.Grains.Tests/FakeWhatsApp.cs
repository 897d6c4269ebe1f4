using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Grains;

/// <summary>A provider that behaves: it keeps what it accepted, can be told how to answer, and lets its history be read.</summary>
public sealed class FakeWhatsApp(TimeProvider clock) : IChannel
{
    private readonly ConcurrentQueue<Func<Delivery, Task<SendResult>>> _next = new();
    private readonly List<Delivery> _accepted = [];
    private int _ids;

    public string Provider => "unipile";

    public const string Format = "unipile.fake";

    public ChannelAbilities Abilities { get; set; } = new();

    public IReadOnlyList<ReceivedEvent> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => [new(Read(Format, body, receivedAt), Format, body)];

    /// <summary>What an attachment's bytes are; each who fetches gets a stream of them of their own.</summary>
    public FetchedMedia Media { get; set; } = new FetchedMedia.Refused("none");

    /// <summary>The very streams that are given out, where a test looks at what becomes of them.</summary>
    public Func<FetchedMedia>? Give { get; set; }

    /// <summary>A provider that takes its time.</summary>
    public Func<Task>? BeforeFetch { get; set; }

    public async Task<FetchedMedia> Fetch(string accountId, string providerMessageId, Attachment attachment, CancellationToken stop)
    {
        Fetches++;
        if (BeforeFetch is { } wait) await wait();
        if (Give is { } give) return give();
        return Media is FetchedMedia.Fetched { Content: MemoryStream bytes } file ? file with { Content = new MemoryStream(bytes.ToArray(), writable: false) } : Media;
    }

    public int Fetches { get; private set; }

    /// <summary>Whose messages were shown as being answered.</summary>
    public ConcurrentQueue<string> Composing { get; } = new();

    public Task ShowComposing(string accountId, string providerChatId, string providerMessageId, CancellationToken stop)
    {
        Composing.Enqueue(providerMessageId);
        return Task.CompletedTask;
    }

    /// <summary>What the next polls tell; a poll without anything stays where it was.</summary>
    public ConcurrentQueue<FakeEvent> News { get; } = new();

    /// <summary>The cursors that polls came with.</summary>
    public ConcurrentQueue<string> Polls { get; } = new();

    public Task<Polled?> Poll(string accountId, string cursor, CancellationToken stop)
    {
        Polls.Enqueue(cursor);
        if (!News.TryDequeue(out var told)) return Task.FromResult<Polled?>(new([], cursor));
        var body = FakeEvent.Body(told);
        return Task.FromResult<Polled?>(new([new(Read(Format, body, told.At), Format, body)], told.Id));
    }

    /// <summary>What people did on the phone without any webhook telling of it; given out when asked.</summary>
    public List<(string Id, string Text, DateTimeOffset At)> History { get; } = [];

    /// <summary>The account that the next link is given, if not the one it had.</summary>
    public string? NextAccount { get; set; }

    /// <summary>Every message on the contacts' phones, in order.</summary>
    public IReadOnlyList<Delivery> Accepted
    {
        get { lock (_accepted) return [.. _accepted]; }
    }

    /// <summary>How the next call ends; without one it is accepted at once.</summary>
    public void Next(Func<Delivery, Task<SendResult>> answer) => _next.Enqueue(answer);

    /// <summary>The next message reaches the phone, and its call ends when the test says so, and how.</summary>
    public TaskCompletionSource<SendResult> AcceptNextAndHang()
    {
        var call = new TaskCompletionSource<SendResult>();
        Next(delivery =>
        {
            Accept(delivery);
            return call.Task;
        });
        return call;
    }

    public Delivery Accept(Delivery delivery)
    {
        lock (_accepted) _accepted.Add(delivery);
        return delivery;
    }

    public Task<SendResult> Send(string accountId, string providerChatId, OutgoingMessage message)
    {
        var delivery = new Delivery($"sent-{Interlocked.Increment(ref _ids)}", providerChatId, message.Text, clock.GetUtcNow()) { File = message.File };
        return _next.TryDequeue(out var answer) ? answer(delivery) : Task.FromResult<SendResult>(new SendResult.Accepted(Accept(delivery).Id));
    }

    /// <summary>What the provider calls the chat that is begun next.</summary>
    public string? NextChat { get; set; } = "chat-1";

    public async Task<SendResult> Begin(string accountId, string phone, OutgoingMessage message)
    {
        var result = await Send(accountId, NextChat ?? "", message);
        return result is SendResult.Accepted accepted ? accepted with { ProviderChatId = NextChat } : result;
    }

    public Task<ImmutableArray<OwnNumberMessage>?> FindSent(string accountId, string providerChatId, SentMessage sent, DateTimeOffset since, CancellationToken stop) =>
        Task.FromResult<ImmutableArray<OwnNumberMessage>?>(
            [.. Accepted.Where(one => one.Chat == providerChatId && one.At >= since).Select(Shown).Where(sent.IsShownAs)]);

    private static OwnNumberMessage Shown(Delivery sent) => new(sent.Id, sent.Text, sent.At) { Attachments = sent.File.IsEmpty ? [] : [new Attachment("", "file")] };

    /// <summary>The chats whose history was asked for.</summary>
    public ConcurrentQueue<string> Pulls { get; } = new();

    /// <summary>Until then nobody who asks for a history gets it.</summary>
    public Task GivesHistory { get; set; } = Task.CompletedTask;

    public async Task<IReadOnlyList<PulledEvent>?> Pull(string accountId, string providerChatId, DateTimeOffset since, CancellationToken stop)
    {
        Pulls.Enqueue(providerChatId);
        await GivesHistory.WaitAsync(stop);
        return [.. History.Select(one =>
        {
            var body = FakeEvent.Body(new FakeEvent("own", providerChatId, one.Id, one.Text, one.At));
            return new PulledEvent((InboundEvent.ToChat)Read(Format, body, one.At), Format, body);
        })];
    }

    public InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        var told = JsonSerializer.Deserialize<FakeEvent>(body.Span)!;
        ChatInput input = told.Kind switch
        {
            "contact" => new ChatInput.ContactWrote(told.Id, told.Text, told.At, new Contact("Ayşe", FakeEvent.Phone, "ayse"), told.Chat),
            "voice" => new ChatInput.ContactWrote(told.Id, "", told.At, new Contact("Ayşe", FakeEvent.Phone, "ayse"), told.Chat)
            {
                Attachments = [new Attachment("voice-1", "audio", "audio/ogg; codecs=opus", IsVoiceNote: true)],
            },
            "own" => new ChatInput.OwnNumberWrote(new OwnNumberMessage(told.Id, told.Text, told.At), told.Chat),
            _ => throw new InvalidOperationException("An event that no reader understands."),
        };
        return new InboundEvent.ToChat("account", told.Chat, "message", told.Id, "", "ayse", input);
    }

    public Task<ConnectResult> Connect(string? knownAccountId, ConnectWith with, CancellationToken stop) =>
        Task.FromResult<ConnectResult>(new ConnectResult.Linked(NextAccount ?? knownAccountId ?? "account", "", ChannelStatus.Ok));

    public Task<AccountReport?> Status(string accountId, CancellationToken stop) => Task.FromResult<AccountReport?>(new AccountReport(accountId, ChannelStatus.Ok, "+905550000000"));

    public Task<bool> Disconnect(string accountId, CancellationToken stop) => Task.FromResult(true);

    public Task<string?> RegisterWebhook(string accountId, string url, CancellationToken stop) => Task.FromResult<string?>(null);
}

public sealed record Delivery(string Id, string Chat, string Text, DateTimeOffset At)
{
    /// <summary>Empty where no file was sent.</summary>
    public ReadOnlyMemory<byte> File { get; init; }
}

/// <summary>The fake provider's one body: who wrote, where, what and when.</summary>
public sealed record FakeEvent(string Kind, string Chat, string Id, string Text, DateTimeOffset At)
{
    public const string Phone = "+905551112233";

    public static byte[] Body(FakeEvent told) => JsonSerializer.SerializeToUtf8Bytes(told);
}
