using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>One thing that Meta tells: an item of a list in the value of a field, or with no list the whole value.</summary>
internal sealed record MetaChange(SimulatedAccount Account, string Field, string? List, JsonObject Item)
{
    /// <summary>The person beside the item, as an element of <c>contacts</c>.</summary>
    public JsonObject? Contact { get; init; }

    public string? ChatId { get; init; }

    public string? MessageId { get; init; }
}
