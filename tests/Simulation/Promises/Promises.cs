using System.Text.RegularExpressions;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Simulation;

/// <summary>What the product promises, judged from the outside: by what stands on the phones, what agents were asked, what people were told, and what the database holds.</summary>
internal sealed partial class Promises(World world)
{
    /// <summary>A call that nobody got an answer to may still be done.</summary>
    private static readonly TimeSpan MayStillCome = TimeSpan.FromMinutes(2);

    private readonly List<string> _broken = [];
    private readonly HashSet<string> _kept = [];
    private readonly HashSet<string> _keptMarks = [];
    private readonly Dictionary<string, DateTimeOffset> _toldAt = [];
    private readonly Dictionary<string, DateTimeOffset> _askedAt = [];
    private readonly List<string> _promised = [];

    /// <summary>A message may be known to the product from here on.</summary>
    public void IsTold(Told told)
    {
        if (!told.IsMessage) return;
        _toldAt.TryAdd(told.Text, world.Clock.Steady);
        if (Names.WhoSaid(told.Text) == "phone") Touched(told.Chat);
    }

    /// <summary>The provider was told 200.</summary>
    public void Kept(Told told)
    {
        if (!told.IsMessage) _keptMarks.Add($"{told.Kind} {told.Id}");
        else if (_kept.Add(told.Id) && told.Kind == "contact") WillBeAskedInTime(told);
    }

    public void IsAbout(int chat, ChatAction action)
    {
        if (action is ChatAction.Release or ChatAction.Close or ChatAction.Reopen or ChatAction.AnswerNow) LetGo(chat);
    }

    public void IsDone(int chat, ChatAction action, ActionOutcome outcome)
    {
        if (!outcome.IsDone) return;
        if (action is ChatAction.TakeOver && !(_letGo.TryGetValue(chat, out var letGo) && world.Clock.Steady - letGo <= MayStillCome)) _heldSince[chat] = world.Clock.Steady;
        if (action is ChatAction.Send send) _promised.Add(send.Text);
        if (action is ChatAction.Release) StaysGivenBack(chat);
    }

    /// <exception cref="BrokenPromise">The first that was broken.</exception>
    public void CheckAll()
    {
        if (_broken.Count == 0)
        {
            WhatWasSaidIsStoredOnce();
            WhatIsOnThePhoneIsThereOnceAndKnown();
            NothingIsLeftUndone();
            EveryDeadlineIsMetOnce();
            WhoIsLeftAloneIsAnswered();
        }

        if (_broken.Count > 0) throw new BrokenPromise(_broken[0]);
    }

    /// <summary>The product's own history of its chats.</summary>
    public IEnumerable<string> Decisions() => Query(
        new("select at, chat_id, rule, cause, detail from timeline order by at, seq"),
        row => $"{row.Time(0):HH:mm:ss.fff} chat {Enumerable.Range(0, world.Story.Chats).First(chat => Names.KeyOf(chat).Chat.Value == row.Id(1))}: {row.Text(2)} {row.Text(3)} {row.Text(4)}");

    private bool IsOnAPhone(string text) => world.Phones.Messages.Any(message => message.Text == text);

    private static bool IsOurs(string text) => Names.WhoSaid(text) is "ai" or "op";

    private void Hold(bool isSo, string broken)
    {
        if (isSo) return;
        world.Note($"BROKEN: {broken}");
        _broken.Add(broken);
    }

    private List<T> Query<T>(Statement statement, Func<Row, T> read) => ((IDatabase)world.Database).Query(statement, read).GetAwaiter().GetResult();

    [GeneratedRegex(@"\b(?:in|ai|op|phone):\d+:\d+")]
    private static partial Regex Anything();
}
