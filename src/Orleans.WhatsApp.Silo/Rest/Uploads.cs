using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Media;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Uploads;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>Brings the body of a request into the media store; what is large lies in a temporary file meanwhile.</summary>
internal sealed partial class Uploads(IDashboardQueries queries, IUploadRows rows, IMediaStore media, TimeProvider clock, ILogger<Uploads> log) : IDisposable
{
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Whoever sends slower than that would hold a place that others wait for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>What is not sent by then is not sent any more, and deleted an hour later (<see cref="Hosting.UnsentUploads"/>).</summary>
    public static readonly TimeSpan SendableFor = TimeSpan.FromHours(24);

    private readonly MediaPlaces _places = new(ofOneTenant: 2, ofAll: 4);

    /// <summary>How many bytes were kept, or a problem's code.</summary>
    public async Task<(long Size, string? Problem)> Keep(MediaKey key, string type, HttpRequest request, CancellationToken stop)
    {
        if (request.ContentLength > MostBytes) return (0, "payload_too_large");
        using var place = await _places.Take(key.Tenant, stop);
        await using var spool = new Spool();
        if (!await IsReadWhole(spool, request, stop)) return (0, "payload_too_large");
        if (spool.Length == 0) return (0, "empty_file");

        var size = spool.Length;
        // Before the file: of one whose process ends here nobody would know.
        if (!await rows.Add(key, size, clock.GetUtcNow())) return (0, "too_many_uploads");
        await using var content = spool.HandOver();
        try
        {
            await media.Save(key, type, content, stop);
            // While its bytes came the chat may have been erased, and its files with it: all but this one.
            if (await queries.Chat(key.Tenant, key.Chat) is not null) return (size, null);
        }
        catch
        {
            // It may be there none the less, under a key that nobody was told.
            await Drop(key);
            throw;
        }

        await Drop(key);
        return (0, "chat_not_found");
    }

    /// <summary>Also of a file without a row, since it was sent before, or uploaded by a version that wrote none.</summary>
    public async Task<bool> CanBeSent(MediaKey key)
    {
        if (await rows.WaitingSince(key) is { } since && clock.GetUtcNow() - since > SendableFor) return false;
        await using var stored = await media.Open(key, CancellationToken.None);
        return stored is not null;
    }

    public void Dispose() => _places.Dispose();

    private async Task<bool> IsReadWhole(Spool spool, HttpRequest request, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Longest, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await spool.Fill(request.Body, MostBytes, ends.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body came too slowly.", StatusCodes.Status408RequestTimeout);
        }
    }

    /// <summary>However the request ends: who asked may be gone. The row goes last: by it the file is found once more.</summary>
    private async Task Drop(MediaKey key)
    {
        try
        {
            await media.Delete(key, CancellationToken.None);
            await rows.Remove(key);
        }
        catch (Exception cause)
        {
            LogStays(cause, key);
        }
    }

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "The uploaded file {Key}, of which nobody was told, could not be deleted; the upkeep takes it after a day, or another erasure of its chat")]
    private partial void LogStays(Exception cause, MediaKey key);
}
