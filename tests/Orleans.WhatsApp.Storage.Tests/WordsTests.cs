using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Import;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Tests;

/// <summary>
/// The words of every enum that is stored, in columns and in the chats' documents. A word that was ever stored keeps its meaning for ever. A new one is written
/// only in the release after the one that can read it: a version that does not know it cannot load the chat.
/// </summary>
public sealed class WordsTests
{
    private static readonly Dictionary<Type, string> Stored = new()
    {
        [typeof(Attention)] = "no_agent agent_silent send_failed send_unclear late_message unanswered event_set_aside window_closed",
        [typeof(ChannelStatus)] = "disconnected pending connecting ok needs_reconnect stopped error",
        [typeof(DeliveryStatus)] = "received queued accepted delivered read played failed unknown withheld withdrawn",
        [typeof(FeedKind)] = "chat settings connection",
        [typeof(MediaState)] = "unfetched pending kept failed",
        [typeof(Mover)] = "contact operator phone deadline agent halt",
        [typeof(Phase)] = "idle closed grace agent_listening agent_asked person",
        [typeof(ResolvedBy)] = "human ai_timeout manual timeout",
        [typeof(Role)] = "member manager admin",
        [typeof(Sender)] = "contact ai human",
        [typeof(SendStatus)] = "ready claimed unknown accepted_unnamed",
        [typeof(SessionStatus)] = "waiting active resolved",
    };

    private static readonly Type[] NeverStored = [typeof(DeadlineKind), typeof(HaltReason), typeof(HaltCause), typeof(SendOutcome), typeof(AgentNews), typeof(MediaKind), typeof(RefreshUse), typeof(RegisterAnswer), typeof(ListKind), typeof(ChatFate)];

    [Fact]
    public void A_stored_word_keeps_its_meaning()
    {
        Check<Attention>();
        Check<ChannelStatus>();
        Check<DeliveryStatus>();
        Check<FeedKind>();
        Check<MediaState>();
        Check<Mover>();
        Check<Phase>();
        Check<ResolvedBy>();
        Check<Role>();
        Check<Sender>();
        Check<SendStatus>();
        Check<SessionStatus>();

        static void Check<T>() where T : struct, Enum
        {
            var words = Stored[typeof(T)].Split(' ');
            Assert.Equal(words, Enum.GetValues<T>().Select(Words<T>.Of));
            Assert.Equal(words, Enum.GetValues<T>().Select(value => JsonSerializer.SerializeToElement(value, ChatStateJson.Options).GetString()));
        }
    }

    [Fact]
    public void Every_enum_is_listed_here_as_stored_or_not()
    {
        Type[] known = [.. Stored.Keys, .. NeverStored];
        var all = new[] { typeof(Chat), typeof(IChatStore), typeof(IUserStore) }.SelectMany(one => one.Assembly.GetExportedTypes()).Where(type => type.IsEnum);

        Assert.Equal(known.OrderBy(type => type.Name), all.OrderBy(type => type.Name));
    }

    [Theory]
    [InlineData("Accepted")]
    [InlineData("")]
    [InlineData("2")]
    public void Another_word_is_refused(string word) => Assert.Throws<FormatException>(() => Words<DeliveryStatus>.Parse(word));
}
