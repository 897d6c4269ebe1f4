using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Storage.Uploads;

/// <summary>
/// Files of the media store that were uploaded and wait for the message that sends them. A row is there before its file is, so that no file is without one; the
/// commit of the message takes it away, and so does an erasure of the chat.
/// </summary>
public interface IUploadRows
{
    /// <summary>Files of one tenant that may wait at once.</summary>
    const int MostFiles = 200;

    /// <summary>Bytes of one tenant that may wait at once: 1 GiB.</summary>
    const long MostBytes = 1L << 30;

    /// <summary>
    /// False, and nothing is written, if with this one more would wait than may. Of two at the same time neither sees the other on PostgreSQL, so what waits may then be
    /// more by as much as comes at once.
    /// </summary>
    /// <param name="size">In bytes.</param>
    Task<bool> Add(MediaKey file, long size, DateTimeOffset now);

    /// <summary>Since when it waits; null if it does not: it was sent, or uploaded by a version that wrote no rows.</summary>
    Task<DateTimeOffset?> WaitingSince(MediaKey file);

    /// <summary>Those of all tenants that wait since before the time, oldest first.</summary>
    Task<IReadOnlyList<WaitingUpload>> WaitingSinceBefore(DateTimeOffset at, int limit);

    /// <summary>Whether a message names it none the less: a silo of the version before commits one without taking the row away.</summary>
    Task<bool> IsSent(WaitingUpload upload);

    Task Remove(MediaKey file);
}

public sealed record WaitingUpload(MediaKey File, DateTimeOffset Since);
