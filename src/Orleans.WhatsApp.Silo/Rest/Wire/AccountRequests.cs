using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

internal sealed record InviteRequest(string Email, string Name, Role Role) : IChecked, ISaysWhatIsAudited
{
    [JsonIgnore]
    public string? Fault => People.AreFine(Name, Email) ? null : "invalid_user";

    object ISaysWhatIsAudited.Detail => new { Email, Role };
}

/// <summary>What is left out stays as it is.</summary>
internal sealed record UserRequest(string? Name = null, Role? Role = null, bool? IsActive = null) : IChecked, ISaysWhatIsAudited
{
    [JsonIgnore]
    public string? Fault => Texts.AreLines(Texts.MostOfName, Name ?? "-") ? null : "invalid_user";

    object ISaysWhatIsAudited.Detail => new { Name, Role, IsActive };

    public UserChange AsChange() => new(Name?.Trim(), Role, IsActive);
}

/// <param name="Admin">The first one, who gets an invitation.</param>
/// <param name="Features">Of those that there are: whatsapp_agent.</param>
internal sealed record NewTenantRequest(string Name, PersonRequest Admin, IReadOnlyList<string>? Features = null) : IChecked, ISaysWhatIsAudited
{
    [JsonIgnore]
    public string? Fault => !Texts.AreLines(Texts.MostOfName, Name) ? "invalid_tenant" : TenantFeatures.Fault(Features) ?? Admin.Fault;

    object ISaysWhatIsAudited.Detail => new { Name, admin = Admin.Email, features = Features?.Distinct() };
}

/// <summary>What is left out stays as it is; the features that are given replace those that were.</summary>
/// <param name="IsActive">False suspends the tenant: nobody answers its chats, and its people can only sign in.</param>
internal sealed record TenantRequest(string? Name = null, IReadOnlyList<string>? Features = null, bool? IsActive = null) : IChecked, ISaysWhatIsAudited
{
    [JsonIgnore]
    public string? Fault => !Texts.AreLines(Texts.MostOfName, Name ?? "-") ? "invalid_tenant" : TenantFeatures.Fault(Features);

    object ISaysWhatIsAudited.Detail => new { Name, features = Features?.Distinct(), IsActive };

    string? ISaysWhatIsAudited.Action => IsActive switch { true => "tenant.resume", false => "tenant.suspend", null => null };
}

internal sealed record PersonRequest(string Email, string Name) : IChecked, ISaysWhatIsAudited
{
    [JsonIgnore]
    public string? Fault => People.AreFine(Name, Email) ? null : "invalid_user";

    object ISaysWhatIsAudited.Detail => new { Email };
}

/// <param name="Email">Of a user of any tenant.</param>
internal sealed record PlatformAdminRequest(string Email) : IChecked, ISaysWhatIsAudited
{
    [JsonIgnore]
    public string? Fault => People.AreFine("-", Email) ? null : "invalid_user";

    object ISaysWhatIsAudited.Detail => new { Email };
}

internal static class People
{
    private const int MostOfAddress = 254;

    public static bool AreFine(string name, string email) =>
        Texts.AreLines(Texts.MostOfName, name) && Texts.AreLines(MostOfAddress, email.Trim()) && !email.Trim().Any(char.IsWhiteSpace)
            && new EmailAddressAttribute().IsValid(email.Trim());
}

/// <summary>A feature that nothing looks at would be a typing error that nobody notices.</summary>
internal static class TenantFeatures
{
    private static readonly string[] Known = [TenantSettings.WhatsAppAgentFeature];

    public static string? Fault(IReadOnlyList<string>? features) => features is null || features.All(Known.Contains) ? null : "unknown_feature";
}
