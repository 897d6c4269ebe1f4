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
        foreach (var result in (string[])["kept", "status", "unlinked", "malformed", "too_large", "unauthorized", "failed"]) _webhooks.Add(0, new("result", result), new("reason", ""));
    }

    /// <param name="result">kept, unlinked, status, discarded, malformed, too_large, unauthorized or failed.</param>
    /// <param name="reason">Why it was discarded; else empty.</param>
    public void Count(string result, string reason = "") => _webhooks.Add(1, new("result", result), new("reason", reason));
}
