using System.Text.Json.Serialization;
using Orleans.WhatsApp.Grains.Presence;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

internal enum PresenceWord
{
    Viewing,
    Typing,
    Left,
}

/// <param name="State">viewing, typing or left.</param>
internal sealed record PresenceRequest(PresenceWord State);

/// <param name="People">Without whoever asks, by name.</param>
internal sealed record PresenceView(IReadOnlyList<PresentView> People);

/// <param name="State">viewing or typing.</param>
internal sealed record PresentView([property: JsonPropertyName("_id")] Guid Id, string Name, PresenceWord State)
{
    public static PresentView Of(PersonPresent person) => new(person.User, person.Name, person.IsTyping ? PresenceWord.Typing : PresenceWord.Viewing);
}
