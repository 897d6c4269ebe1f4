using System.Text.RegularExpressions;

namespace Orleans.WhatsApp.Chats.Tests.Rules;

public sealed partial class RuleTableTests
{
    private static readonly Lazy<IReadOnlyList<RowRun>> AllRuns = new(() => [.. RuleRow.All.SelectMany(row => RowRun.Of(row))]);

    public static TheoryData<int, string> Rows
    {
        get
        {
            var rows = new TheoryData<int, string>();
            for (var index = 0; index < RuleRow.All.Count; index++) rows.Add(index, RuleRow.All[index].ToString());
            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void A_row_holds(int index, string row)
    {
        foreach (var run in RowRun.Of(RuleRow.All[index]))
            Assert.True(!run.Broken().Any(), $"{row}\n  in phase {run.Phase}: {string.Join("; ", run.Broken())}");
    }

    [Fact]
    public void Every_rule_in_the_source_has_a_row_and_every_row_a_rule()
    {
        var inSource = Directory.GetFiles(RuleRow.Folder("decide"), "*.cs")
            .SelectMany(path => RuleId().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        var inTables = RuleRow.All.Select(row => row.Rule).ToHashSet();

        Assert.Equal(inSource.Order(StringComparer.Ordinal), inTables.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_phase_meets_every_input_in_some_row()
    {
        var covered = AllRuns.Value.Select(run => (run.Phase, Inputs.Kind(run.Input))).ToHashSet();
        var kinds = AllKinds();
        var missing = from phase in Enum.GetValues<Phase>() from kind in kinds where !covered.Contains((phase, kind)) select $"{phase} × {kind}";

        Assert.Empty(missing);
    }

    /// <summary>Each row's chat meets each input of the dictionary, also where no row puts the two together.</summary>
    [Fact]
    public void No_input_breaks_any_given_chat_and_each_decision_has_a_row()
    {
        var rules = RuleRow.All.Select(row => row.Rule).ToHashSet();
        foreach (var given in RuleRow.All.Select(row => row.Given).Distinct().SelectMany(Givens.Named))
        foreach (var (words, makeInput) in Inputs.All)
        {
            var life = given();
            var input = makeInput(life);
            var decision = Chat.Decide(life.State, input, life.Now, life.Policy);

            Assert.True(rules.Contains(decision.Rule), $"{words}: {decision.Rule} has no row");
            Assert.True(decision.State.Epoch >= life.State.Epoch, words);
            Assert.True(ReferenceEquals(decision.State, life.State) || decision.Refusal is null, $"{words}: a refusal changes nothing");
        }
    }

    /// <summary>Breaking the rules on purpose: each of these mutants must be caught by some row.</summary>
    [Theory]
    [InlineData("an epoch that stays")]
    [InlineData("a lost effect")]
    [InlineData("a forgotten flag")]
    [InlineData("a sleeping deadline")]
    [InlineData("a text dropped")]
    public void The_tables_bite(string mutant)
    {
        var caught = RuleRow.All.SelectMany(row => RowRun.Of(row, (chat, input, now, policy) => Mutate(mutant, chat, Chat.Decide(chat, input, now, policy)))).Count(run => run.Broken().Any());

        Assert.True(caught >= 3, $"only {caught} rows noticed {mutant}");
    }

    private static Decision Mutate(string mutant, ChatState before, Decision decision) => mutant switch
    {
        "an epoch that stays" => decision with { State = decision.State with { Epoch = before.Epoch } },
        "a lost effect" => decision with { Effects = decision.Effects.RemoveAll(effect => effect is ChatEffect.WithdrawSend) },
        "a forgotten flag" => decision with { State = decision.State with { Attention = before.Attention } },
        "a sleeping deadline" when decision.State.Session is { } session => decision with { State = decision.State with { Session = session with { BufferEndsAt = null } } },
        "a text dropped" => decision with { State = decision.State with { Unanswered = before.Unanswered } },
        _ => decision,
    };

    /// <summary>The closed list of inputs, with each kind of mark and each reason of a halt as its own.</summary>
    private static List<string> AllKinds() =>
    [
        .. typeof(ChatInput).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(ChatInput)) && type != typeof(ChatInput.MessageMarked) && type != typeof(ChatInput.Halted)).Select(type => type.Name),
        .. typeof(MessageMark).GetNestedTypes().Select(type => $"{nameof(ChatInput.MessageMarked)} {type.Name}"),
        .. Enum.GetNames<HaltReason>().Select(reason => $"{nameof(ChatInput.Halted)} {reason}"),
    ];

    [GeneratedRegex("\"([CPMOHTASIE][0-9]+)\"")]
    private static partial Regex RuleId();
}
