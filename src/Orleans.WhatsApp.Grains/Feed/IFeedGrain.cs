using Orleans.Concurrency;

namespace Orleans.WhatsApp.Grains.Feed;

/// <summary>Numbers one tenant's feed soon after each commit and says so to those who watch. Key: the tenant's id in the "N" form.</summary>
[Alias("feed")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>A hint that something was committed; bursts of hints become one numbering. One that is lost is made up for by a sweep.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("changed")]
    Task Changed();

    /// <summary>Numbers what is committed; returns the last number there is.</summary>
    [Alias("number")]
    Task<long> Number();
}

/// <summary>That events up to this number can be read. It may come late, twice or not at all: who watches looks by himself now and then.</summary>
[GenerateSerializer, Alias("feed-hint")]
public sealed record FeedHint([property: Id(0)] long Last)
{
    /// <summary>The stream provider.</summary>
    public const string Provider = "hints";

    /// <summary>The stream's name space; its key is the feed's.</summary>
    public const string Namespace = "feed";
}
