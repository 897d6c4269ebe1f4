using System.Diagnostics.Metrics;

namespace Orleans.WhatsApp.Storage.Inbox;

/// <summary>How many events share a commit on their way into the inbox: the one by the other.</summary>
internal sealed class IntakeMeter
{
    public const string Name = "Orleans.WhatsApp.Intake";

    private readonly Counter<long> _commits;
    private readonly Counter<long> _rows;
    private long _last;

    public IntakeMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _commits = meter.CreateCounter<long>("whatsapp.intake.commits", "{commit}", "Commits that took events into the inbox.");
        _rows = meter.CreateCounter<long>("whatsapp.intake.rows", "{row}", "Events that they took, those that were there already among them.");
    }

    public void Committed(int rows)
    {
        _commits.Add(1);
        _rows.Add(rows);
    }

    /// <summary>Of a commit that others have a part in. Called by one thread.</summary>
    /// <param name="commit">Its number; each is higher than those before it.</param>
    public void TookPart(long commit, int rows)
    {
        if (commit != _last) _commits.Add(1);
        _last = commit;
        _rows.Add(rows);
    }
}
