using System.Security.Claims;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Support;

/// <summary>Looks into a tenant's sessions and sets right what hangs, whoever does it: the tenant's admin or the platform's.</summary>
internal sealed class SupportDesk(IDashboardQueries queries, IGrainFactory grains)
{
    public Task<Page<ChatState>> Sessions(TenantId tenant, PageAt at) => queries.LiveSessions(tenant, at);

    /// <summary>Empty when done, else the problem's code.</summary>
    public async Task<string> Reset(ClaimsPrincipal caller, TenantId tenant, Guid chat)
    {
        if (await queries.Chat(tenant, new(chat)) is not { } row) return "chat_not_found";
        var outcome = await grains.Chat(new ChatKey(tenant, row.Channel, row.Id)).Act(new ChatAction.ResetSession(caller.UserId().Value));
        return outcome.Refusal == "unknown_chat" ? "chat_not_found" : outcome.Refusal;
    }

    public async Task<BeginOutcome> Test(ClaimsPrincipal caller, TenantId tenant, TestMessageRequest test) =>
        (await grains.Tenant(tenant).Facts("")).IsOn
            ? await grains.Channel(tenant).Begin(new Beginning(caller.UserId().Value, caller.UserId().ToString(), test.Phone, test.Text))
            : new BeginOutcome("feature_disabled");
}
