using System.Text.Json.Serialization;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Silo.Demo;

internal sealed record DemoList<T>(IReadOnlyList<T> Items);

/// <param name="Name">Empty where the contact has none.</param>
/// <param name="ChatId">Null until the first message has come in.</param>
/// <param name="Provider">By which of the tenant's channels it writes: unipile, meta or wappi.</param>
internal sealed record DemoContact(string Phone, string Name, Guid? ChatId, string Provider);

/// <summary>One message as the contact's phone shows it.</summary>
/// <param name="FromMe">The contact wrote it.</param>
/// <param name="Status">sent, delivered, read or deleted.</param>
internal sealed record DemoMessage([property: JsonPropertyName("_id")] string Id, bool FromMe, string Text, DateTimeOffset At, string Status)
{
    public static DemoMessage Of(SimulatedMessage message) =>
        new(message.Id, !message.FromBusiness, message.Text ?? "", message.At, message switch
        {
            { Deleted: true } => "deleted",
            { Seen: true } => "read",
            { Delivered: true } => "delivered",
            _ => "sent",
        });
}

/// <param name="Name">The contact's name; a contact that is new may do without.</param>
internal sealed record DemoWriteRequest(string Text, string? Name = null) : IChecked
{
    [JsonIgnore]
    public string? Fault => Texts.FaultOfMessage(Text) ?? (Texts.AreLines(Texts.MostOfName, Name ?? "-") ? null : "invalid_contact_name");
}
