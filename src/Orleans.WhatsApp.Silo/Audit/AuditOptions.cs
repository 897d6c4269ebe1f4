using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Silo.Audit;

/// <summary>The record of who did what (section <c>Audit</c>).</summary>
internal sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Older rows are dropped.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(730);
}
