namespace Orleans.Hosting;

public sealed class ReminderOptions
{
    /// <summary>A shorter period is refused; one minute unless set.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
