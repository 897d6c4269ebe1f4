using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Storage.Uploads;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>Deletes files that were uploaded and never sent. Every silo may be at it at once: what is deleted twice is deleted.</summary>
internal sealed partial class UnsentUploads(IUploadRows rows, IMediaStore media, TimeProvider clock, ILogger<UnsentUploads> log)
{
    private const int AtOnce = 100;

    /// <summary>A store that is away takes minutes to say so. One file that it never deletes keeps the others from nothing.</summary>
    private const int MostFailures = 3;

    /// <summary>So much longer than one can be sent that no send which was let through is still on its way to the chat.</summary>
    private static readonly TimeSpan KeptFor = Uploads.SendableFor + TimeSpan.FromHours(1);

    public async Task Run(CancellationToken stop)
    {
        var failures = 0;
        foreach (var upload in await rows.WaitingSinceBefore(clock.GetUtcNow() - KeptFor, AtOnce))
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                if (!await rows.IsSent(upload)) await media.Delete(upload.File, stop);
            }
            catch (MediaStoreException cause)
            {
                LogStays(cause, upload.File);
                if (++failures == MostFailures) return;
                continue;
            }

            await rows.Remove(upload.File);
        }
    }

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "The uploaded file {Key}, which was never sent, could not be deleted; the next round tries again")]
    private partial void LogStays(Exception cause, MediaKey key);
}
