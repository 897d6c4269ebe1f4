namespace Orleans.WhatsApp.Simulation;

/// <summary>How a run ended.</summary>
/// <param name="Broken">The promise that was broken; null for none.</param>
internal sealed record Outcome(string? Broken, IReadOnlyList<string> Log, int Steps, TimeSpan Time)
{
    public static Outcome Of(Story story, Flaw? flaw = null)
    {
        Outcome outcome = null!;
        // On a thread of its own: a pool's threads run continuations at once that others queue, and a run must not depend on where it is.
        var thread = new Thread(() => outcome = Play(story, flaw));
        thread.Start();
        thread.Join();
        return outcome;
    }

    private static Outcome Play(Story story, Flaw? flaw)
    {
        using var world = new World(story, flaw);
        var begin = world.Clock.Steady;
        string? broken = null;
        try
        {
            world.Run();
        }
        catch (BrokenPromise promise)
        {
            broken = promise.Message;
            world.NoteDecisions();
        }

        return new(broken, world.Log, world.Loop.Steps, world.Clock.Steady - begin);
    }
}
