using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats.Tests.Rules;

/// <summary>A chat with a short past, played with real inputs from noon on.</summary>
public sealed class Life
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly ChatKey Key = new(new(new Guid("7e000000-0000-0000-0000-000000000001")), new(new Guid("c4000000-0000-0000-0000-000000000001")), new(new Guid("ca000000-0000-0000-0000-000000000001")));
    public static readonly Contact Carla = new("Carla", "+4915112345678", "4915112345678@s.whatsapp.net");
    public static readonly UserId Ann = new(new Guid("a0000000-0000-0000-0000-000000000001"));
    public static readonly UserId Bob = new(new Guid("b0000000-0000-0000-0000-000000000001"));

    public static readonly Attachment Recording = new("voice-1", "audio", "audio/ogg", IsVoiceNote: true);

    public ChatState State { get; set; } = ChatState.New(Key, "chat-1");

    public DateTimeOffset Now { get; set; } = Noon;

    public ChatPolicy Policy { get; set; } = new() { LinkedAt = Noon.AddDays(-30) };

    public Session? Session => State.Session;

    public Turn? Turn => State.Session?.Turn;

    public int TurnNumber => Turn?.Number ?? 1;

    public int Attempt => Turn?.Attempt ?? 1;

    public IntentId LastIntent => State.Sends is [.., var last] ? last.Intent : IntentId.Of(Key.Chat, 999);

    public Life At(double secondsAfterNoon)
    {
        Now = Noon.AddSeconds(secondsAfterNoon);
        return this;
    }

    public Life Wait(double seconds)
    {
        Now = Now.AddSeconds(seconds);
        return this;
    }

    public Life Do(ChatInput input)
    {
        State = Chat.Decide(State, input, Now, Policy).State;
        return this;
    }

    public Life Change(Func<ChatState, ChatState> change)
    {
        State = change(State);
        return this;
    }

    public Life Texts(string id, string text) => Do(Wrote(id, text, Now));

    public ChatInput.ContactWrote Wrote(string id, string text, DateTimeOffset at) => new(id, text, at, Carla, "chat-1");

    public static ChatInput.OwnNumberWrote FromPhone(string id, string text, DateTimeOffset at) => new(new OwnNumberMessage(id, text, at), "chat-1") { Contact = Carla };

    public static ChatInput.InitiativeTaken Began(string id, DateTimeOffset at) =>
        new(Ann, "Ann", "A test") { Sent = new OwnNumberMessage(id, "A test", at), Contact = Carla, ProviderChatId = "chat-1" };

    /// <summary>An open send as an earlier decision and claim would have left it.</summary>
    public Life HasSend(Sender speaker, SendStatus status, long epochsAgo = 0)
    {
        var number = State.IntentsMade + 1;
        var intent = IntentId.Of(Key.Chat, number);
        var send = new OpenSend(intent, MessageId.OfIntent(intent), Session?.Id, speaker, speaker == Sender.Ai ? "From the agent" : "From Ann", State.Epoch - epochsAgo)
        {
            Status = status,
            ClaimedAt = status == SendStatus.Ready ? null : Now,
            LookUpAt = status switch { SendStatus.Unknown => Now.AddSeconds(5), SendStatus.AcceptedUnnamed => Now.AddSeconds(120), _ => null },
        };
        return Change(chat => chat with { IntentsMade = number, Sends = chat.Sends.Add(send) });
    }

    public Life ChangeLastSend(Func<OpenSend, OpenSend> change) => Change(chat => chat with { Sends = chat.Sends is [.. var others, var last] ? [.. others, change(last)] : chat.Sends });

    public ImmutableArray<UnansweredText> ATextOfTheLastTurn => [new(MessageId.OfProvider(Key.Chat, "m0"), "m0", "An earlier question", Now.AddSeconds(-30))];
}
