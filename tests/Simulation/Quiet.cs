namespace Orleans.WhatsApp.Simulation;

/// <summary>Stretches in which nothing stands in the product's way: there it has no excuse for being late.</summary>
internal sealed class Quiet(World world)
{
    /// <summary>What was begun in a bad time has found its way by then.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(2);

    private DateTimeOffset _since;

    /// <summary>How often it was disturbed so far.</summary>
    public int Disturbances { get; private set; }

    public DateTimeOffset DisturbedAt { get; private set; }

    public bool IsNow => world.Lives is [{ IsReady: true }] && world.Clock.Steady >= _since;

    public void Disturb(TimeSpan time)
    {
        Disturbances++;
        DisturbedAt = world.Clock.Steady;
        var until = world.Clock.Steady + time + Recovery;
        if (until > _since) _since = until;
    }
}
