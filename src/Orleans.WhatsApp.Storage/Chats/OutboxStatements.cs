using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

/// <summary>The outbox follows the decisions, and each message's status follows its outbox row.</summary>
internal static class OutboxStatements
{
    private const string Insert = """
        insert into outbox (
          tenant_id, intent_id, channel_id, chat_id, shard, message_id, session_id, speaker, epoch, text, status, not_before, postponements, ready_at, updated_at)
        values (
          @tenant, @intent, @channel, @chat, @shard, @message, @session, @speaker, @epoch, @text, 'ready', @not_before, @postponements, @now, @now)
        on conflict do nothing
        """;

    public static Statement Queue(ChatKey chat, OpenSend send, DateTimeOffset now) => new(
        Insert,
        ("tenant", chat.Tenant.Value),
        ("intent", send.Intent.Value),
        ("channel", chat.Channel.Value),
        ("chat", chat.Chat.Value),
        ("shard", NameBasedId.Shard(chat.Chat.Value, ISweepStore.Shards)),
        ("message", send.Message.Value),
        ("session", send.Session?.Value),
        ("speaker", send.Speaker.Word()),
        ("epoch", send.Epoch),
        ("text", send.Text),
        ("not_before", send.NotBefore),
        ("postponements", send.Postponements),
        ("now", now)) { MustChange = true };

    // The row's status is the point where a takeover and a claim meet: whoever changes it first wins (see SendClaim).
    private const string IfReady = """

        where tenant_id = @tenant and intent_id = @intent and chat_id = @chat and status = 'ready'
        """;

    private const string IfUnsettled = """

        where tenant_id = @tenant and intent_id = @intent and chat_id = @chat and status in ('ready', 'claimed', 'unknown')
        """;

    private const string WithdrawRow = "update outbox set status = 'withdrawn', code = @reason, updated_at = @now" + IfReady;

    private const string WithdrawMessage = """
        update messages set status = 'withdrawn'
        where tenant_id = @tenant and id = @message and status in ('queued', 'unknown')
        """;

    public static IEnumerable<Statement> Withdraw(ChatKey chat, ChatEffect.WithdrawSend withdraw, DateTimeOffset now) =>
    [
        new(WithdrawRow, ("tenant", chat.Tenant.Value), ("intent", withdraw.Intent.Value), ("chat", chat.Chat.Value), ("reason", withdraw.Reason), ("now", now)) { MustChange = true },
        new(WithdrawMessage, ("tenant", chat.Tenant.Value), ("message", withdraw.Message.Value)),
    ];

    private const string RequeueRow = """
        update outbox set
          status = 'ready', claimed_by = null, claimed_at = null, not_before = @not_before, postponements = @postponements, ready_at = @now, updated_at = @now
        """;

    private const string RequeueMessage = """
        update messages set status = 'queued'
        where tenant_id = @tenant and id = @message and status in ('queued', 'unknown')
        """;

    public static IEnumerable<Statement> Requeue(ChatCommit commit, ChatEffect.RequeueSend requeue, DateTimeOffset now) =>
    [
        new(
            requeue.IsUnclaimed ? RequeueRow + IfReady : RequeueRow + IfUnsettled,
            ("tenant", commit.Chat.Tenant.Value),
            ("intent", requeue.Intent.Value),
            ("chat", commit.Chat.Chat.Value),
            ("not_before", requeue.NotBefore),
            ("postponements", commit.State.Sends.FirstOrDefault(send => send.Intent == requeue.Intent)?.Postponements ?? 0),
            ("now", now)) { MustChange = requeue.IsUnclaimed },
        new(RequeueMessage, ("tenant", commit.Chat.Tenant.Value), ("message", requeue.Message.Value)),
    ];

    private const string MarkRowUnknown = "update outbox set status = 'unknown', updated_at = @now";

    private const string MarkMessageUnknown = """
        update messages set status = 'unknown'
        where tenant_id = @tenant and id = @message and status = 'queued'
        """;

    public static IEnumerable<Statement> MarkUnknown(ChatKey chat, ChatEffect.MarkSendUnknown unknown, DateTimeOffset now) =>
    [
        new(
            unknown.IsUnclaimed ? MarkRowUnknown + IfReady : MarkRowUnknown + IfUnsettled,
            ("tenant", chat.Tenant.Value), ("intent", unknown.Intent.Value), ("chat", chat.Chat.Value), ("now", now)) { MustChange = unknown.IsUnclaimed },
        new(MarkMessageUnknown, ("tenant", chat.Tenant.Value), ("message", unknown.Message.Value)),
    ];

    // Evidence may come late: a send that was given up and then shows up at the provider was sent.
    private const string ConfirmRow = """
        update outbox set
          status = case when @provider_message_id is null and provider_message_id is null then 'accepted_unnamed' else 'accepted' end,
          provider_message_id = coalesce(@provider_message_id, provider_message_id), code = null, updated_at = @now
        where tenant_id = @tenant and intent_id = @intent and chat_id = @chat
        """;

    // The same provider id stored before as somebody's own message from the phone was this send's echo. It gives the id up, or the unique key would stop this chat.
    private const string GiveUpEcho = """
        update messages set status = 'withdrawn', provider_message_id = null
        where tenant_id = @tenant and channel_id = @channel and provider_message_id = @provider_message_id and id <> @message and sender <> 'contact'
        """;

    private const string ConfirmMessage = """
        update messages set
          status = case when status in ('queued', 'unknown', 'failed', 'withdrawn') then 'accepted' else status end, failure_code = '',
          provider_message_id = case
            when @provider_message_id is null or exists (
              select 1 from messages other
              where other.tenant_id = @tenant and other.channel_id = @channel and other.provider_message_id = @provider_message_id and other.id <> @message)
            then provider_message_id else @provider_message_id end
        where tenant_id = @tenant and id = @message
        """;

    public static IEnumerable<Statement> Confirm(ChatKey chat, ChatEffect.ConfirmSend confirm, DateTimeOffset now)
    {
        yield return new(
            ConfirmRow,
            ("tenant", chat.Tenant.Value),
            ("intent", confirm.Intent.Value),
            ("chat", chat.Chat.Value),
            ("provider_message_id", confirm.ProviderMessageId),
            ("now", now));
        if (confirm.ProviderMessageId is { } echo)
            yield return new(GiveUpEcho, ("tenant", chat.Tenant.Value), ("channel", chat.Channel.Value), ("provider_message_id", echo), ("message", confirm.Message.Value));
        yield return new(
            ConfirmMessage,
            ("tenant", chat.Tenant.Value),
            ("channel", chat.Channel.Value),
            ("provider_message_id", confirm.ProviderMessageId),
            ("message", confirm.Message.Value));
        if (confirm.ProviderMessageId is not { } providerMessageId) yield break;
        foreach (var statement in MarkStatements.TakeFromShelf(chat, providerMessageId)) yield return statement;
    }

    private const string FailRow = "update outbox set status = 'failed', code = @code, updated_at = @now";

    private const string IfNotAccepted = """

        where tenant_id = @tenant and intent_id = @intent and chat_id = @chat and status in ('ready', 'claimed', 'unknown', 'accepted_unnamed')
        """;

    private const string FailMessage = """
        update messages set status = 'failed', failure_code = @code
        where tenant_id = @tenant and id = @message and status in ('queued', 'unknown', 'accepted')
        """;

    public static IEnumerable<Statement> Fail(ChatKey chat, ChatEffect.FailSend fail, DateTimeOffset now) =>
    [
        new(
            fail.IsUnclaimed ? FailRow + IfReady : FailRow + IfNotAccepted,
            ("tenant", chat.Tenant.Value), ("intent", fail.Intent.Value), ("chat", chat.Chat.Value), ("code", fail.Code), ("now", now)) { MustChange = fail.IsUnclaimed },
        new(FailMessage, ("tenant", chat.Tenant.Value), ("message", fail.Message.Value), ("code", fail.Code)),
    ];

    private const string WithholdRow = "update outbox set status = 'withheld', code = @code, updated_at = @now" + IfReady;

    private const string WithholdMessage = "update messages set status = 'withheld' where tenant_id = @tenant and id = @message and status = 'queued'";

    public static IEnumerable<Statement> Withhold(ChatKey chat, ChatEffect.WithholdSend withhold, DateTimeOffset now) =>
    [
        new(
            WithholdRow, ("tenant", chat.Tenant.Value), ("intent", withhold.Intent.Value), ("chat", chat.Chat.Value),
            ("code", ChatInput.SendDenied.LiveSendOff), ("now", now)) { MustChange = true },
        new(WithholdMessage, ("tenant", chat.Tenant.Value), ("message", withhold.Message.Value)),
    ];
}
