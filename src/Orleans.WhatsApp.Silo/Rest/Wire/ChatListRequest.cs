using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <summary>Which chats are asked for, as it comes in the address.</summary>
internal sealed record ChatListRequest(
    [property: FromQuery(Name = "mode"), Description("ai, human or closed; or waiting: those of human that wait for a person while the grace period runs.")]
    string? Mode,
    [property: FromQuery(Name = "needs_attention"), Description("True for the chats that need a person's eye, false for the others.")]
    bool? NeedsAttention,
    [property: FromQuery(Name = "q"), Description("Beginnings of words of the contact's name or of one message, or a part of the phone number. Capitals and accents do not matter.")]
    string? Q)
{
    /// <summary>A problem's code, or null.</summary>
    public string? Fault =>
        !string.IsNullOrEmpty(Mode) && !ChatFilter.IsMode(Mode) ? "invalid_mode"
        : Q?.Length > SearchText.MostCharacters ? "search_too_long"
        : null;

    public ChatFilter AsFilter() => new(string.IsNullOrEmpty(Mode) ? null : Mode, NeedsAttention, SearchText.Of(Q));
}
