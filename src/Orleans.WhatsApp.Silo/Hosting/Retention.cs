using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Storage.Privacy;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>
/// Removes what tenants do not keep any longer. Every silo may be at it at once: a chat is erased by its grain, a message is counted under its chat's lock.
/// </summary>
internal sealed partial class Retention(IRetentionStore store, IGrainFactory grains, TimeProvider clock, ILogger<Retention> log)
{
    private const int ChatsAtOnce = 100;
    private const int RowsAtOnce = 1_000;

    /// <summary>One tenant that fails does not keep the others from their turn.</summary>
    public async Task Run(CancellationToken stop)
    {
        foreach (var (tenant, days) in await store.Tenants())
        {
            try
            {
                var before = clock.GetUtcNow() - TimeSpan.FromDays(days);
                await EraseSilentChats(tenant, before, stop);
                while (await store.RemoveSome(tenant, before, RowsAtOnce) > 0) stop.ThrowIfCancellationRequested();
            }
            catch (Exception cause) when (!stop.IsCancellationRequested)
            {
                LogFailed(cause, tenant);
            }
        }
    }

    /// <summary>Whole, through their grains, which know best whether somebody has just written.</summary>
    private async Task EraseSilentChats(TenantId tenant, DateTimeOffset since, CancellationToken stop)
    {
        while (true)
        {
            var erased = 0;
            foreach (var chat in await store.SilentChats(tenant, since, ChatsAtOnce))
            {
                stop.ThrowIfCancellationRequested();
                if (await IsErased(chat, since)) erased++;
            }

            if (erased == 0) return;
        }
    }

    /// <summary>One chat that fails does not keep the others.</summary>
    private async Task<bool> IsErased(ChatKey chat, DateTimeOffset since)
    {
        try
        {
            return (await grains.Chat(chat).Erase(new ErasureOrder(Guid.Empty, SilentSince: since))).IsDone;
        }
        catch (Exception cause)
        {
            LogChatFailed(cause, chat.Chat);
            return false;
        }
    }

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "Chat {ChatId}, which is not kept any longer, could not be erased; the next round tries again")]
    private partial void LogChatFailed(Exception cause, ChatId chatId);

    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "What tenant {TenantId} does not keep any longer could not be removed; the next round tries again")]
    private partial void LogFailed(Exception cause, TenantId tenantId);
}
