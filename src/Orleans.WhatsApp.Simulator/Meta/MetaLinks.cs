namespace Orleans.WhatsApp.Simulator;

/// <summary>Fetches what a message links to instead of carrying it.</summary>
internal sealed class MetaLinks(SimulatedWorld world)
{
    /// <summary>Null if there is nothing to be had.</summary>
    public async Task<SimulatedAttachment?> Fetch(MetaOutgoing.LinkedFile link, CancellationToken stop)
    {
        var (type, content) = await world.Webhooks.Download(link.Url, stop);
        return content is null ? null : link.Shape with { MimeType = type ?? link.Shape.MimeType, Content = content };
    }
}
