namespace Orleans.WhatsApp.Storage.GrainState;

public sealed record GrainStateRow(ReadOnlyMemory<byte> Payload, string ETag);

/// <summary>Small state of grains that are not chats, guarded by ETags.</summary>
public interface IGrainStateRows
{
    Task<GrainStateRow?> Read(string grainId, string stateName);

    /// <param name="etag">Of the row that is replaced; null if there is none yet.</param>
    /// <returns>The new ETag, or null if the row is not the one named.</returns>
    Task<string?> Write(string grainId, string stateName, ReadOnlyMemory<byte> payload, string? etag);

    /// <summary>False if the row is not there with this ETag.</summary>
    Task<bool> Clear(string grainId, string stateName, string etag);
}
