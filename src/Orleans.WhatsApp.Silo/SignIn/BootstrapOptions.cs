using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>The section <c>Bootstrap</c>: the first tenant's first admin.</summary>
internal sealed class BootstrapOptions
{
    public const string Section = "Bootstrap";

    [Required, EmailAddress]
    public string AdminEmail { get; set; } = "admin@example.com";

    /// <summary>Empty: one is made and shown once on the console.</summary>
    public string AdminPassword { get; set; } = "";
}
