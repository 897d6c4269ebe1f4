using System.Diagnostics.Metrics;

namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>What became of the webhooks. Both tags are closed lists of words of our own.</summary>
internal sealed class FrontDoorMeter
{
    public const string Name = "Orleans.WhatsApp.FrontDoor";

    private readonly Counter<long> _webhooks;

    public FrontDoorMeter(IMeterFactory meters)
    {
        _webhooks = meters.Create(Name).CreateCounter<long>("whatsapp.webhooks", "{webhook}", "Webhooks by result.");
        // A series that begins with its first event has not grown by it: an alarm would not see that, nor that there was none.
        foreach (var intake in Enum.GetValues<Intake>().Where(intake => intake != Intake.Discarded)) Add(0, intake, "");
    }

    /// <param name="reason">Why it was discarded; else empty.</param>
    public void Count(Intake intake, string reason = "") => Add(1, intake, reason);

    private void Add(int more, Intake intake, string reason) => _webhooks.Add(more, new("result", Word(intake)), new("reason", reason));

    private static string Word(Intake intake) => intake switch
    {
        Intake.Kept => "kept",
        Intake.Unlinked => "unlinked",
        Intake.Status => "status",
        Intake.Discarded => "discarded",
        Intake.Malformed => "malformed",
        Intake.TooLarge => "too_large",
        Intake.Unauthorized => "unauthorized",
        _ => "failed",
    };
}
