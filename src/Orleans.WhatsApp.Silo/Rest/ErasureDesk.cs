using System.Security.Claims;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Privacy;
using Orleans.WhatsApp.Storage.Upkeep;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>Erases a contact: each of the chats through its own grain, one after the other.</summary>
internal sealed class ErasureDesk(IContactRecords records, IErasureLog log, IStorageUpkeep storage, IMediaStore files, IGrainFactory grains)
{
    /// <summary>Null if the tenant has no such chat and never had one erased.</summary>
    public async Task<ErasedContact?> Erase(ClaimsPrincipal caller, Guid chat, bool alsoFromBlacklist)
    {
        var chats = await records.ChatsOf(caller.TenantId(), new(chat));
        if (chats.Count == 0)
        {
            if (!await log.Has(caller.TenantId(), new(chat))) return null;
            // One that was on its way then may have come since, and could not be deleted.
            await files.DeleteChat(caller.TenantId(), new(chat), CancellationToken.None);
        }

        var order = new ErasureOrder(Guid.NewGuid(), caller.UserId().Value);
        var (gone, rows, isInFlight, blacklisted) = (new List<Guid>(), ErasedRows.None, false, 0);
        // The chat that was named goes last: while it is there, another call finds by it what this one may leave if it breaks off.
        foreach (var one in chats.OrderBy(one => one.Key.Chat.Value == chat))
        {
            if (alsoFromBlacklist && one.Key.Chat.Value == chat) blacklisted = await Unblacklist(caller.TenantId(), chats);
            var outcome = await grains.Chat(one.Key).Erase(order);
            if (!outcome.IsDone) continue; // gone by another call meanwhile
            gone.Add(one.Key.Chat.Value);
            (rows, isInFlight) = (rows + outcome.Rows, isInFlight || outcome.InFlight);
        }

        await storage.Scrub();
        return new(order.Request, gone, ErasedCounts.Of(rows), blacklisted, isInFlight);
    }

    private async Task<int> Unblacklist(TenantId tenant, IReadOnlyList<ContactChat> chats)
    {
        var entries = await records.Blacklist(tenant, chats);
        foreach (var entry in entries) await grains.Tenant(tenant).Unblacklist(entry.Phone);
        return entries.Count;
    }
}
