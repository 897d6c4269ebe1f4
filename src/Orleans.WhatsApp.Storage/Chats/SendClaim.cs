using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

/// <summary>
/// Hands a ready send over to this process, in one statement.
/// <para>
/// Why this holds on PostgreSQL under READ COMMITTED, where the sub-selects see the statement's snapshot only: a decision that moves the right to speak
/// withdraws every ready AI send in the same transaction, so claim and takeover both update the outbox row and meet at its lock. If the takeover holds it, the
/// claim waits, finds the row's newest version withdrawn and changes nothing. If the claim holds it, the takeover waits, finds the row claimed, and its commit
/// fails as a whole. The epoch seen in the snapshot may be old only while such a takeover is not committed, and then it is the takeover that fails.
/// The claim locks no other row, and commits lock the chat before its sends, so the two cannot wait for each other in a circle.
/// </para>
/// </summary>
internal static class SendClaim
{
    private const string Take = """
        update outbox set status = 'claimed', claimed_by = @incarnation, claimed_at = @now, updated_at = @now
        where tenant_id = @tenant and intent_id = @intent and channel_id = @channel and chat_id = @chat and status = 'ready'
          and exists (select 1 from channels c where c.tenant_id = @tenant and c.id = @channel and c.status = 'ok')
          and exists (select 1 from tenants t where t.id = @tenant and t.is_active)
          and (speaker <> 'ai' or (
            exists (select 1 from tenant_features f where f.tenant_id = @tenant and f.feature = @feature)
            and exists (select 1 from tenants t join agents a on a.tenant_id = t.id and a.id = t.agent_id where t.id = @tenant and a.is_active)
            and exists (
              select 1 from chats c
              where c.tenant_id = @tenant and c.id = @chat and c.epoch = outbox.epoch
                and not exists (select 1 from blacklist b where b.tenant_id = @tenant and b.match_key = c.phone_key and b.match_key <> '')
                and not exists (select 1 from ignored_numbers i where i.tenant_id = @tenant and i.match_key = c.phone_key and i.match_key <> ''))))
        """;

    private const string Look = """
        select
          o.status = 'ready',
          o.speaker = 'ai',
          exists (select 1 from channels c where c.tenant_id = @tenant and c.id = @channel and c.status = 'ok'),
          exists (select 1 from tenants t where t.id = @tenant and t.is_active),
          exists (select 1 from chats c where c.tenant_id = @tenant and c.id = @chat and c.epoch = o.epoch),
          exists (select 1 from tenant_features f where f.tenant_id = @tenant and f.feature = @feature),
          exists (select 1 from tenants t join agents a on a.tenant_id = t.id and a.id = t.agent_id where t.id = @tenant and a.is_active),
          exists (
            select 1 from chats c join blacklist b on b.tenant_id = c.tenant_id and b.match_key = c.phone_key
            where c.tenant_id = @tenant and c.id = @chat and b.match_key <> ''),
          exists (
            select 1 from chats c join ignored_numbers i on i.tenant_id = c.tenant_id and i.match_key = c.phone_key
            where c.tenant_id = @tenant and c.id = @chat and i.match_key <> '')
        from outbox o
        where o.tenant_id = @tenant and o.intent_id = @intent and o.channel_id = @channel and o.chat_id = @chat
        """;

    public static async Task<ClaimResult> Run(IDatabase database, ChatKey chat, IntentId intent, string incarnation, DateTimeOffset now)
    {
        Arg[] args =
        [
            ("tenant", chat.Tenant.Value),
            ("channel", chat.Channel.Value),
            ("chat", chat.Chat.Value),
            ("intent", intent.Value),
            ("incarnation", incarnation),
            ("now", now),
            ("feature", TenantSettings.WhatsAppAgentFeature),
        ];
        if (await database.Execute(new Statement(Take, args)) > 0) return new ClaimResult.Claimed();

        return await database.First(new Statement(Look, args), Answer) ?? new ClaimResult.NotReady();
    }

    /// <summary>What no longer holds. If all holds again by now, the send is still ready and the next try takes it.</summary>
    private static ClaimResult Answer(Row row)
    {
        var (isReady, isAi, channelIsOk, tenantIsActive) = (row.Flag(0), row.Flag(1), row.Flag(2), row.Flag(3));
        var (epochHolds, featureIsOn, agentIsActive, isBlacklisted, isIgnored) = (row.Flag(4), row.Flag(5), row.Flag(6), row.Flag(7), row.Flag(8));
        if (!isReady) return new ClaimResult.NotReady();
        if (!tenantIsActive) return new ClaimResult.Denied("tenant_suspended");
        if (isAi && !epochHolds) return new ClaimResult.Denied("epoch_moved");
        if (isAi && !featureIsOn) return new ClaimResult.Denied("feature_off");
        if (isAi && !agentIsActive) return new ClaimResult.Denied("agent_off");
        if (isAi && isBlacklisted) return new ClaimResult.Denied("blacklisted");
        if (isAi && isIgnored) return new ClaimResult.Denied("ignored");
        return channelIsOk ? new ClaimResult.NotReady() : new ClaimResult.ChannelDown();
    }
}
