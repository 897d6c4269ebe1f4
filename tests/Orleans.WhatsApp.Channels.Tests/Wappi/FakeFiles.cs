using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

/// <summary>What lies behind an address, and what it was asked as.</summary>
internal sealed class FakeFiles : IMediaFetcher
{
    public MediaRequest? Asked { get; private set; }

    public FetchResult Answer { get; set; } = new FetchResult.Gone();

    public Task<FetchResult> Fetch(MediaRequest request, CancellationToken stop)
    {
        Asked = request;
        return Task.FromResult(Answer);
    }
}
