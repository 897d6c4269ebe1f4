using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>How accounts are entered and guarded (section <c>Accounts</c>).</summary>
internal sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>How long a new user may take to set a password.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan InvitationLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The same after an admin's reset.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan ResetLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Wrong passwords from one network within <see cref="FailureWindow"/> that lock an e-mail address for it for <see cref="LockPeriod"/>; ten times as many from any lock it for all.</summary>
    [Range(2, 1_000)]
    public int MaxFailedSignIns { get; set; } = 10;

    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(15);

    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan LockPeriod { get; set; } = TimeSpan.FromMinutes(15);
}
