using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>How this process ends (section <c>Silo</c>).</summary>
public sealed class LeavingOptions
{
    public const string Section = "Silo";

    /// <summary>How long requests are still served once readiness is withdrawn, so that a load balancer can notice.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan DrainPeriod { get; set; } = Runtime.DrainPeriod;
}
