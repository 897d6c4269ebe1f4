using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>The gateway's bounds (section <c>Rest</c>).</summary>
internal sealed class RestOptions
{
    public const string Section = "Rest";

    /// <summary>A larger <c>limit</c> is cut to this.</summary>
    [Range(1, 1_000)]
    public int MaxChatsPerPage { get; set; } = 100;

    /// <summary>The same for messages, sessions and the timeline.</summary>
    [Range(1, 2_000)]
    public int MaxMessagesPerPage { get; set; } = 200;
}
