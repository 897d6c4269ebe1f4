namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>Why a chat's rows are to go: somebody has asked for it, or the tenant keeps nothing that long.</summary>
/// <param name="Request">What was asked for in one go bears one id; empty for a retention, of which no record is kept.</param>
/// <param name="By">The user who asked.</param>
/// <param name="SilentSince">Of a retention: only if nobody has written since and nothing is open.</param>
[GenerateSerializer, Alias("erasure-order")]
public sealed record ErasureOrder([property: Id(0)] Guid Request, [property: Id(1)] Guid? By = null, [property: Id(2)] DateTimeOffset? SilentSince = null);

/// <summary>Done, or why not. Stable codes: unknown_chat, in_use.</summary>
/// <param name="Refusal">Empty when it was done.</param>
/// <param name="InFlight">A message was with the provider and may still arrive at the contact.</param>
[GenerateSerializer, Alias("erasure-outcome")]
public sealed record ErasureOutcome([property: Id(0)] string Refusal, [property: Id(1)] ErasedRows Rows, [property: Id(2)] bool InFlight = false)
{
    public bool IsDone => Refusal.Length == 0;
}

/// <summary>How many rows of each kind went.</summary>
/// <param name="Events">Kept bodies of the provider's events, which were blanked.</param>
[GenerateSerializer, Alias("erased-rows")]
public sealed record ErasedRows(
    [property: Id(0)] long Messages, [property: Id(1)] long Marks, [property: Id(2)] long Sessions, [property: Id(3)] long Timeline, [property: Id(4)] long Events,
    [property: Id(5)] long Sends, [property: Id(6)] long Aliases)
{
    public static readonly ErasedRows None = new(0, 0, 0, 0, 0, 0, 0);

    public static ErasedRows operator +(ErasedRows one, ErasedRows other) => new(
        one.Messages + other.Messages, one.Marks + other.Marks, one.Sessions + other.Sessions, one.Timeline + other.Timeline, one.Events + other.Events,
        one.Sends + other.Sends, one.Aliases + other.Aliases);
}
