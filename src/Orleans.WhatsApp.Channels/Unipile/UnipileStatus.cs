using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>Unipile's words for an account's state, in webhooks and in <c>sources[].status</c>.</summary>
internal static class UnipileStatus
{
    /// <summary>Null for a word we do not know.</summary>
    public static ChannelStatus? Read(string word) => word.Trim().ToUpperInvariant() switch
    {
        // Unipile reports transitions only, and a running account need not say OK after it was created, reconnected or has loaded its history.
        // Each of these three is said by an account that runs, so each must be enough to let its queue go on.
        "OK" or "RECONNECTED" or "CREATION_SUCCESS" or "SYNC_SUCCESS" => ChannelStatus.Ok,
        "CONNECTING" => ChannelStatus.Connecting,
        "CREDENTIALS" or "PERMISSIONS" => ChannelStatus.NeedsReconnect,
        "STOPPED" => ChannelStatus.Stopped,
        "ERROR" or "CREATION_FAIL" => ChannelStatus.Error,
        "DELETED" => ChannelStatus.Disconnected,
        _ => null,
    };

    /// <summary>An account is as well as its worst source. One without sources still waits for its QR code; an unknown word counts as not there yet.</summary>
    public static ChannelStatus Worst(IEnumerable<string> words)
    {
        var worst = (ChannelStatus?)null;
        foreach (var word in words)
        {
            var status = Read(word) ?? ChannelStatus.Connecting;
            if (worst is null || Badness(status) > Badness(worst.Value)) worst = status;
        }

        return worst ?? ChannelStatus.Pending;
    }

    private static int Badness(ChannelStatus status) => status switch
    {
        ChannelStatus.Ok => 0,
        ChannelStatus.Connecting => 1,
        ChannelStatus.Error => 2,
        ChannelStatus.Stopped => 3,
        ChannelStatus.NeedsReconnect => 4,
        _ => 5,
    };
}
