using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Feed;

/// <summary>What a commit tells the feed, as one insert of its own transaction. It has no number yet, so no commit waits for another one's.</summary>
internal static class FeedStatements
{
    private const string Insert = """
        insert into feed_changes (tenant_id, at, kind, subject_id, what, mode, status, epoch)
        values (@tenant, @at, @kind, @subject, @what, @mode, @status, @epoch)
        """;

    /// <summary>Null where nothing changed that a person could see.</summary>
    public static Statement? OfCommit(ChatCommit commit, DateTimeOffset now)
    {
        var what = string.Join(',', What(commit));
        if (what.Length == 0) return null;
        var isWaiting = commit.State.Session?.Status == SessionStatus.Waiting;
        return Change(commit.Chat.Tenant, now, FeedKind.Chat, commit.Chat.Chat.Value, what, Mode(commit.State), isWaiting ? "waiting" : "idle", commit.State.Epoch);
    }

    /// <summary>The chat is gone; those who watch drop it.</summary>
    public static Statement OfErasure(ChatErasure erasure) =>
        Change(erasure.Chat.Tenant, erasure.At, FeedKind.Chat, erasure.Chat.Chat.Value, "gone", "", "", erasure.Erased.Epoch);

    /// <param name="what">config, agents, blacklist, ignored, features or activity.</param>
    public static Statement OfSettings(TenantId tenant, string what, DateTimeOffset now) => Change(tenant, now, FeedKind.Settings, null, what, "", "", 0);

    public static Statement OfConnection(ChannelAccount account, DateTimeOffset now) =>
        Change(account.Tenant, now, FeedKind.Connection, account.Channel.Value, "", "", account.Status.Word(), 0);

    private static IEnumerable<string> What(ChatCommit commit)
    {
        var (state, before) = (commit.State, commit.Before ?? commit.State);
        if (commit.IsNew) yield return "new";
        if (commit.Effects.Any(effect => effect is ChatEffect.StoreMessage)) yield return "message";
        if (commit.Effects.Any(IsOfAMessagesFate)) yield return "status";
        if (commit.Effects.Any(effect => effect is ChatEffect.SaveSession)) yield return "session";
        if (Mode(state) != Mode(before)) yield return "mode";
        if (state.Attention != before.Attention) yield return "attention";
        if (state.Contact != before.Contact) yield return "contact";
        if (state.IsHidden != before.IsHidden) yield return "hidden";
    }

    private static bool IsOfAMessagesFate(ChatEffect effect) => effect is ChatEffect.MarkMessage or ChatEffect.WithdrawSend or ChatEffect.RequeueSend
        or ChatEffect.MarkSendUnknown or ChatEffect.ConfirmSend or ChatEffect.FailSend or ChatEffect.WithholdSend or ChatEffect.SaveMedia;

    /// <summary>As the dashboard's lists tell them apart.</summary>
    private static string Mode(ChatState chat) => chat.Phase switch
    {
        Phase.Closed => "closed",
        Phase.Grace or Phase.Person => "human",
        _ => "ai",
    };

    private static Statement Change(TenantId tenant, DateTimeOffset now, FeedKind kind, Guid? subject, string what, string mode, string status, long epoch) => new(
        Insert,
        ("tenant", tenant.Value),
        ("at", now),
        ("kind", kind.Word()),
        ("subject", subject),
        ("what", what),
        ("mode", mode),
        ("status", status),
        ("epoch", epoch)) { Together = Together.Feed };
}
