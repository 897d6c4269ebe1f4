using System.Globalization;

namespace Orleans.WhatsApp.Chats.Tests.Rules;

/// <summary>One row played in one situation: what went in, what was decided, and what of the row does not hold.</summary>
public sealed class RowRun
{
    private RowRun(RuleRow row, Life life, Phase phase, ChatInput input, ChatState before, Decision decision)
    {
        Row = row;
        Phase = phase;
        Input = input;
        Before = before;
        Decision = decision;
        Now = life.Now;
    }

    public RuleRow Row { get; }

    public Phase Phase { get; }

    public ChatInput Input { get; }

    public ChatState Before { get; }

    public Decision Decision { get; }

    public DateTimeOffset Now { get; }

    public static IEnumerable<RowRun> Of(RuleRow row, Func<ChatState, ChatInput, DateTimeOffset, ChatPolicy, Decision>? decide = null)
    {
        var makeInput = Inputs.Named(row.Input);
        foreach (var given in Givens.Named(row.Given))
        {
            var life = given();
            var phase = life.State.Phase;
            var input = makeInput(life);
            yield return new RowRun(row, life, phase, input, life.State, (decide ?? Chat.Decide)(life.State, input, life.Now, life.Policy));
        }
    }

    public IEnumerable<string> Broken()
    {
        if (Decision.Rule != Row.Rule) yield return $"the rule was {Decision.Rule}";
        var effects = Decision.Effects.IsEmpty ? "—" : string.Join(", ", Decision.Effects.Select(effect => effect.GetType().Name));
        if (effects != Row.Effects) yield return $"the effects were {effects}";
        var epoch = (Decision.State.Epoch - Before.Epoch) switch { 0 => "=", 1 => "+1", var other => other.ToString(CultureInfo.InvariantCulture) };
        if (epoch != Row.Epoch) yield return $"the epoch moved {epoch}";
        if (Decision.Refusal is not null && !Row.Then.Contains("refused:", StringComparison.Ordinal)) yield return $"it was refused: {Decision.Refusal}";
        foreach (var claim in Row.Then.Split(", "))
            if (Claims.WhyNot(claim, this) is { } reason) yield return $"\"{claim}\": {reason}";
    }
}
