using System.Text.Json.Serialization;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Tenants;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <param name="HasPassword">False while an invitation or a reset waits to be accepted.</param>
internal sealed record UserView([property: JsonPropertyName("_id")] Guid Id, string Email, string Name, Role Role, bool IsActive, bool IsPlatformAdmin,
    bool HasPassword, [property: JsonPropertyName("createdAt")] DateTimeOffset CreatedAt)
{
    public static UserView Of(User user) => new(
        user.Id.Value, user.Email, user.Name, user.Role, user.IsActive, user.IsPlatformAdmin, user.HasPassword, user.CreatedAt);
}

/// <param name="Token">Shown only now. Whoever has it can set the user's password, once: hand it over with care.</param>
internal sealed record InvitationView(string Token, DateTimeOffset ExpiresAt);

internal sealed record InvitedView(UserView User, InvitationView Invitation) : INamesItsSubject
{
    AuditSubject? INamesItsSubject.Subject => new("user", User.Id);
}

internal sealed record TenantDetails([property: JsonPropertyName("_id")] Guid Id, string Name, IReadOnlyList<string> Features, bool IsActive,
    [property: JsonPropertyName("createdAt")] DateTimeOffset CreatedAt)
{
    public static TenantDetails Of(TenantEntry tenant) => new(tenant.Id.Value, tenant.Name, tenant.Features, tenant.IsActive, tenant.CreatedAt);
}

internal sealed record NewTenantView(TenantDetails Tenant, UserView Admin, InvitationView Invitation) : INamesItsSubject
{
    AuditSubject? INamesItsSubject.Subject => new("tenant", Tenant.Id);
}

internal sealed record PlatformAdminView([property: JsonPropertyName("_id")] Guid Id, Guid TenantId, string Email, string Name, bool IsActive)
    : INamesItsSubject
{
    AuditSubject? INamesItsSubject.Subject => new("user", Id);

    public static PlatformAdminView Of(User user) => new(user.Id.Value, user.Tenant.Value, user.Email, user.Name, user.IsActive);
}
