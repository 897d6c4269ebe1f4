using System.Security.Claims;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Tenants;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>What a platform admin does to tenants, from outside.</summary>
internal sealed partial class TenantDesk(
    ITenantRegister register, UserDesk users, IGrainFactory grains, IOptions<ChatOptions> chats, TimeProvider clock, ILogger<TenantDesk> log)
{
    /// <summary>Null if the admin's e-mail address is taken; then there is no tenant either.</summary>
    public async Task<NewTenantView?> Add(ClaimsPrincipal caller, NewTenantRequest request)
    {
        var tenant = new TenantEntry(new(Guid.NewGuid()), request.Name.Trim(), IsActive: true, [.. (request.Features ?? []).Distinct().Order()], clock.GetUtcNow());
        var (admin, token, invitation) = users.Invitee(tenant.Id, request.Admin.Email, request.Admin.Name, Role.Admin);
        if (!await register.Add(tenant, chats.Value.Clamp(chats.Value.DefaultGracePeriod), admin, invitation)) return null;
        LogAdded(tenant.Id, caller.UserId());
        return new(TenantDetails.Of(tenant), UserView.Of(admin), new(token, invitation.ExpiresAt));
    }

    /// <summary>Null if there is no such tenant. What stops its chats goes through its grain, which halts them.</summary>
    public async Task<TenantEntry?> Change(ClaimsPrincipal caller, TenantId id, TenantRequest change)
    {
        if (await register.Find(id) is null) return null;

        if (change.Name is { } name) await register.Rename(id, name.Trim());
        if (change.Features is { } features) await grains.Tenant(id).SetFeatures([.. features.Distinct()]);
        if (change.IsActive is { } isActive) await grains.Tenant(id).SetActive(isActive);
        var tenant = (await register.Find(id))!;
        LogChanged(id, tenant.IsActive, string.Join(' ', tenant.Features), caller.UserId());
        return tenant;
    }

    [LoggerMessage(EventId = 5220, Level = LogLevel.Information, Message = "Tenant {TenantId} was made by {ActorId}")]
    private partial void LogAdded(TenantId tenantId, UserId actorId);

    [LoggerMessage(EventId = 5221, Level = LogLevel.Information, Message = "Tenant {TenantId} is active {IsActive} with features '{Features}', by the word of {ActorId}")]
    private partial void LogChanged(TenantId tenantId, bool isActive, string features, UserId actorId);
}
