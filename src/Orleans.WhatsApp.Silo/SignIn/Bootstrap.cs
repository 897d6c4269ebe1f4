using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>
/// Makes the first tenant and its admin, who is the platform's admin too, where there is no such admin yet. Run once storage is prepared and before the silo takes calls;
/// again, or in several processes at once, it changes nothing more. The admin is written last, so a start that broke off is completed by
/// the next one.
/// </summary>
internal sealed class Bootstrap(
    ITenantStore tenants, IUserStore users, IPasswordHasher<User> hasher, IOptions<BootstrapOptions> options, IOptions<ChatOptions> chats,
        TimeProvider clock)
{
    private const string TenantName = "default";
    private static readonly Guid Space = new("6f1a6f52-2d0b-5c2e-9b7e-0a3d0c4e8f11");

    public static readonly TenantId FirstTenant = new(NameBasedId.Make(Space, TenantName));

    /// <param name="console">Where a generated password is shown, once; standard output if not given. Never a log: logs are kept.</param>
    public async Task Run(TextWriter? console = null)
    {
        var email = options.Value.AdminEmail.Trim().ToLowerInvariant();
        if (await users.ByEmail(email) is { } known)
        {
            // An installation of before there were any.
            await users.MakeFirstPlatformAdmin(known.Id);
            return;
        }

        var isGenerated = options.Value.AdminPassword.Length == 0;
        if (!isGenerated && !PasswordRules.Allow(options.Value.AdminPassword, email))
        {
            // Only here, where it is used: an installation that has its admin starts with whatever was good enough once.
            throw new OptionsValidationException(BootstrapOptions.Section, typeof(BootstrapOptions),
                [$"Bootstrap:AdminPassword must have {PasswordRules.Fewest} to {PasswordRules.Most} characters and not be the address; without one, one is made and shown once."]);
        }

        await MakeTenant();
        var password = isGenerated
            ? RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", 20)
            : options.Value.AdminPassword;
        var admin = new User(
            new(NameBasedId.Make(Space, $"user/{email}")), FirstTenant, email, "Admin", Role.Admin, hasher.HashPassword(null!, password),
                true, clock.GetUtcNow()) { IsPlatformAdmin = true };
        if (await users.Create(admin) && isGenerated)
            await (console ?? Console.Out).WriteLineAsync($"First admin: {email}  Password: {password}  (shown only now)");
    }

    private async Task MakeTenant()
    {
        if (await tenants.Load(FirstTenant) is { Features.IsEmpty: false }) return;
        await tenants.Create(FirstTenant, TenantName, clock.GetUtcNow());
        await tenants.SaveConfig(FirstTenant, new(null, chats.Value.Clamp(chats.Value.DefaultGracePeriod)));
        // Last, as the mark that the tenant is complete.
        await tenants.SetFeatures(FirstTenant, [TenantSettings.WhatsAppAgentFeature]);
    }
}
