using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>Wappi's words for how a message and how a profile are doing.</summary>
internal static class WappiStatus
{
    /// <summary>WhatsApp has silenced the number for a while.</summary>
    public const string Ban = "temporary ban";

    /// <summary>Null for a word that says nothing yet (<c>pending</c>) and for one we do not know.</summary>
    public static (string Kind, MessageMark Mark)? Mark(string word, DateTimeOffset at) => Plain(word) switch
    {
        "sent" => ("sent", new MessageMark.Sent(at)),
        "delivered" => ("delivered", new MessageMark.Delivered(at)),
        "read" => ("read", new MessageMark.Read(at)),
        "played" => ("played", new MessageMark.Played(at)),
        "undelivered" => ("failed", new MessageMark.Failed("undelivered", at)),
        "error" => ("failed", new MessageMark.Failed("error", at)),
        Ban => ("failed", new MessageMark.Failed("temporary_ban", at)),
        _ => null,
    };

    /// <summary>
    /// <c>authorization_status</c> says online or offline, <c>application_status</c> and <c>app_status</c> say open, connecting or close. An application that
    /// is closed comes back by itself; a signed-out profile needs a person. Null for a word we do not know.
    /// </summary>
    public static ChannelStatus? Account(string word) => Plain(word) switch
    {
        "online" or "open" => ChannelStatus.Ok,
        "connecting" or "close" => ChannelStatus.Connecting,
        "offline" => ChannelStatus.NeedsReconnect,
        Ban => ChannelStatus.Stopped,
        _ => null,
    };

    /// <summary>Bans are spelt with a space, an underscore or a dash.</summary>
    public static string Plain(string word) => word.Trim().ToLowerInvariant().Replace('_', ' ').Replace('-', ' ');
}
