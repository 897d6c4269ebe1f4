using System.Collections.Immutable;
using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Simulation;

/// <summary>The provider between the product and WhatsApp: it loses answers, tells things twice and late, and is away now and then.</summary>
internal sealed class SimulatedProvider(World world) : IChannel
{
    public const string Format = "unipile.simulated";

    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(14);

    public string Provider => Names.Provider;

    public ChannelAbilities Abilities { get; } = new() { AccountPace = world.Story.IsPaced ? PaceRule.PerMinute(20) : null };

    public Task<SendResult> Send(string accountId, string providerChatId, OutgoingMessage message)
    {
        var chat = Names.ChatOf(providerChatId);
        var luck = LuckOf(chat);
        world.Promises.Called(chat, accountId, message.Text);
        var answer = new TaskCompletionSource<SendResult>();
        switch (luck.Next(world.Trouble.Provider ? 12 : 60))
        {
            case 0: Answer(Soon(luck), new SendResult.Postponed("http_503")); break;
            case 1: Answer(TimeOut, new SendResult.Unclear("timeout")); break;
            case 2:
                // It is sent, and nobody hears of it before the time is out.
                world.Loop.After(Soon(luck), () => Accept());
                Answer(TimeOut, new SendResult.Unclear("timeout"));
                break;
            case 3: world.Loop.After(Soon(luck), () => { Accept(); Answer(Soon(luck), new SendResult.Unclear("reset")); }); break;
            case 4: world.Loop.After(Soon(luck), () => { Accept(); Answer(Soon(luck), new SendResult.Accepted(null)); }); break;
            case 5: Answer(Soon(luck), new SendResult.Refused("invalid_recipient")); break;
            case 6: world.Loop.After(TimeSpan.FromSeconds(luck.Next(1, 13)), () => { var id = Accept(); Answer(Soon(luck), new SendResult.Accepted(id)); }); break;
            case 7 when world.Trouble.Provider: Answer(Soon(luck), new SendResult.Postponed("http_429")); break;
            default: world.Loop.After(Soon(luck), () => { var id = Accept(); Answer(Soon(luck), new SendResult.Accepted(id)); }); break;
        }

        return answer.Task;

        void Answer(TimeSpan after, SendResult result) => world.Loop.After(after, () => answer.TrySetResult(result));

        string Accept()
        {
            var now = world.Clock.GetUtcNow();
            var sent = world.Phones.Add(chat, message.Text, isOwn: true, now, world.Clock.Steady, world.Clock.Steady + (luck.Next(3) == 0 ? TimeSpan.FromSeconds(luck.Next(4)) : TimeSpan.Zero), !message.File.IsEmpty);
            // Its echo comes early, late, twice or never.
            for (var times = luck.Next(8) switch { 0 => 0, 1 => 2, _ => 1 }; times > 0; times--)
                world.Tell(new Told("own", chat, sent.Id, sent.Text, now, sent.IsPhoto), luck.Next(2) == 0 ? Soon(luck) : TimeSpan.FromSeconds(luck.Next(25)));
            TellWhatBecameOf(sent, now);
            return sent.Id;
        }
    }

    public async Task<ImmutableArray<OwnNumberMessage>?> FindSent(string accountId, string providerChatId, SentMessage sent, DateTimeOffset since, CancellationToken stop)
    {
        if (await IsAway(providerChatId, stop)) return null;
        return [.. Visible(providerChatId, since).Where(message => message.IsOwn).Select(message => Own(message.Id, message.Text, message.At, message.IsPhoto)).Where(sent.IsShownAs)];
    }

    public async Task<IReadOnlyList<PulledEvent>?> Pull(string accountId, string providerChatId, DateTimeOffset since, CancellationToken stop)
    {
        if (await IsAway(providerChatId, stop)) return null;
        var pulled = Visible(providerChatId, since).Select(message => new Told(message.IsOwn ? "own" : "contact", message.Chat, message.Id, message.Text, message.At, message.IsPhoto)).ToList();
        foreach (var told in pulled) world.Promises.IsTold(told);
        return [.. pulled.Select(told => new PulledEvent(AsEvent(told), Format, told.Body()))];
    }

    public IReadOnlyList<ReceivedEvent> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => [new(Read(Format, body, receivedAt), Format, body)];

    public InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => AsEvent(JsonSerializer.Deserialize<Told>(body.Span)!);

    public static InboundEvent.ToChat AsEvent(Told told)
    {
        var contact = new Contact($"Contact {told.Chat}", Names.PhoneOf(told.Chat), Names.PhoneOf(told.Chat));
        ChatInput input = told.Kind switch
        {
            "contact" => new ChatInput.ContactWrote(told.Id, told.Text, told.At, contact, Names.ProviderChatOf(told.Chat)),
            "own" => new ChatInput.OwnNumberWrote(Own(told.Id, told.Text, told.At, told.IsPhoto), Names.ProviderChatOf(told.Chat)) { Contact = contact },
            "edited" => Marked(new MessageMark.Edited(told.Text, told.At)),
            "deleted" => Marked(new MessageMark.Deleted(told.At)),
            "reaction" => Marked(new MessageMark.Reacted(told.Text, contact.Address, told.At)),
            "delivered" => Marked(new MessageMark.Delivered(told.At)),
            "read" => Marked(new MessageMark.Read(told.At)),
            _ => throw new InvalidOperationException($"Nobody tells of {told.Kind}."),
        };
        var hash = told.IsMessage ? "" : told.Text;
        return new InboundEvent.ToChat(
            Names.AccountOf(Names.TenantOf(told.Chat)), Names.ProviderChatOf(told.Chat), told.IsMessage ? "message" : told.Kind, told.Id, hash, contact.Address, input);

        ChatInput.MessageMarked Marked(MessageMark mark) => new(told.Id, mark);
    }

    public Task<ConnectResult> Connect(string? knownAccountId, ConnectWith with, CancellationToken stop) =>
        Task.FromResult<ConnectResult>(new ConnectResult.Linked(with.AccountId, "", ChannelStatus.Ok));

    public Task<SendResult> Begin(string accountId, string phone, OutgoingMessage message) => throw new NotSupportedException("Nobody begins a chat here.");

    public Task<FetchedMedia> Fetch(string accountId, string providerMessageId, Attachment attachment, CancellationToken stop) => throw new NotSupportedException("Nobody sends files here.");

    public Task<AccountReport?> Status(string accountId, CancellationToken stop) => Task.FromResult<AccountReport?>(new AccountReport(accountId, ChannelStatus.Ok, ""));

    public Task<bool> Disconnect(string accountId, CancellationToken stop) => throw new NotSupportedException("Nobody unlinks a number here.");

    public Task<string?> RegisterWebhook(string accountId, string url, CancellationToken stop) => Task.FromResult<string?>(null);

    /// <summary>The photo itself is nowhere to be fetched.</summary>
    private static OwnNumberMessage Own(string id, string text, DateTimeOffset at, bool isPhoto) =>
        new(id, text, at) { Attachments = isPhoto ? [new Attachment("", "img", "image/jpeg")] : [] };

    private Luck LuckOf(int chat) => world.Luck($"the provider of chat {chat}");

    /// <summary>That it arrived and was read is told in any order, also before its echo.</summary>
    private void TellWhatBecameOf(Phones.Message sent, DateTimeOffset now)
    {
        var luck = LuckOf(sent.Chat);
        foreach (var kind in (string[])["delivered", "read"])
            if (luck.Next(4) == 0) world.Tell(new Told(kind, sent.Chat, sent.Id, "", now), TimeSpan.FromMilliseconds(luck.Next(8_000)));
    }

    private static TimeSpan Soon(Luck luck) => TimeSpan.FromMilliseconds(luck.Next(3) == 0 ? luck.Next(1, 400) : 0);

    private async Task<bool> IsAway(string providerChatId, CancellationToken stop)
    {
        await Task.Delay(world.Trouble.Provider ? TimeSpan.FromSeconds(LuckOf(Names.ChatOf(providerChatId)).Next(1, 6)) : TimeSpan.FromMilliseconds(20), world.Clock, stop);
        return world.Trouble.Provider;
    }

    private IEnumerable<Phones.Message> Visible(string providerChatId, DateTimeOffset since) => world.Phones.Messages
        .Where(message => message.Chat == Names.ChatOf(providerChatId) && message.At >= since && message.VisibleAt <= world.Clock.Steady);
}
