using System.Text.Json.Serialization;
using Orleans.WhatsApp.Silo.Rest.Wire;

namespace Orleans.WhatsApp.Silo.Live;

/// <summary>What comes as data, by the event's name. An event's id is the number to resume from.</summary>
internal sealed record LiveEvents(HelloEvent Hello, ChatEvent Chat, SettingsEvent Settings, ConnectionEvent Connection, ResetEvent Reset, PresenceEvent Presence, DemoEvent Demo);

/// <summary>The first event of every stream.</summary>
/// <param name="Seq">The tenant's last event at this moment.</param>
/// <param name="ResumedFrom">The number that the client gave; what came after it follows.</param>
/// <param name="ServerTime">By the clock that judges deadlines, so that a browser whose own clock is wrong counts down right.</param>
internal sealed record HelloEvent(long Seq, DateTimeOffset At, long? ResumedFrom, DateTimeOffset ServerTime);

/// <summary>A chat is not what it was: read it anew, and what else the words name.</summary>
/// <param name="What">new, message, status (of messages: sent, delivered, edited …), session, mode, attention, contact, hidden (from now on, or no longer); or gone: it was erased.</param>
/// <param name="Mode">ai, human or closed; empty when it is gone.</param>
/// <param name="SessionStatus">waiting or idle.</param>
internal sealed record ChatEvent(
    [property: JsonPropertyName("_id")] Guid Id, long Seq, DateTimeOffset At, IReadOnlyList<string> What, string Mode, string SessionStatus, long Epoch);

/// <summary>The tenant's settings are not what they were.</summary>
/// <param name="What">config, agents, blacklist, features or activity.</param>
internal sealed record SettingsEvent(long Seq, DateTimeOffset At, IReadOnlyList<string> What);

/// <summary>The tenant's number was linked, unlinked, or changed its status.</summary>
/// <param name="Status">ok, pending, connecting, needs_reconnect, stopped, error or disconnected.</param>
internal sealed record ConnectionEvent(long Seq, DateTimeOffset At, bool Connected, string Status);

/// <summary>What was missed cannot be told: read everything anew; events go on from here.</summary>
/// <param name="Reason">too_far_behind, or unknown_event for a number that was never given or is not kept any more.</param>
internal sealed record ResetEvent(long Seq, DateTimeOffset At, string Reason);

/// <summary>Who else is in a chat now. Without an id: it is not told again to whoever was away for a moment.</summary>
internal sealed record PresenceEvent(Guid ChatId, IReadOnlyList<PresentView> People);

/// <summary>The phone of a simulated contact shows something new; in a demo alone, and without an id.</summary>
internal sealed record DemoEvent(string Phone);
