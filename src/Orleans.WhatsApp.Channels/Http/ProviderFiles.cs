using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Channels;

/// <summary>A provider's files, over the one guarded way by which anything is fetched.</summary>
internal sealed class ProviderFiles(IMediaFetcher fetcher)
{
    /// <param name="fileName">What the provider calls it, or empty.</param>
    public async Task<FetchedMedia> Fetch(MediaRequest request, string fileName, CancellationToken stop)
    {
        switch (await fetcher.Fetch(request, stop))
        {
            case FetchResult.Fetched fetched:
                return new FetchedMedia.Fetched(fetched.Content, fetched.ContentType, fileName);
            case FetchResult.Gone:
                return new FetchedMedia.Refused("gone");
            case FetchResult.Refused refused:
                return new FetchedMedia.Refused(refused.Code);
            case FetchResult.Postponed postponed:
                return new FetchedMedia.Postponed(postponed.Code);
            default:
                throw new InvalidOperationException("A fetch ends with one of its results.");
        }
    }

    public static MediaKind KindOf(Attachment attachment) => attachment.Kind switch
    {
        "img" or "sticker" => MediaKind.Image,
        "audio" => MediaKind.Audio,
        "video" => MediaKind.Video,
        _ => MediaKind.Document,
    };
}
