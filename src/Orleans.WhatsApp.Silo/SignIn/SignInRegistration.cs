using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Silo.Requests;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.SignIn;

internal static class SignInRegistration
{
    /// <summary>
    /// Tokens, roles and the first admin, with the settings of the sections <c>Jwt</c>, <c>Accounts</c> and <c>Bootstrap</c>; wrong ones stop the start.
    /// Needs storage.
    /// </summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        var sharesItsDatabase = !string.IsNullOrWhiteSpace(configuration.GetConnectionString("Postgres"));
        services.AddOptions<JwtOptions>().Bind(configuration.GetSection(JwtOptions.Section))
            .Validate(jwt => jwt.HasLongEnoughKey, $"Jwt:SigningKey must have at least {JwtOptions.FewestBytes} bytes.")
            .Validate(
                jwt => jwt.SigningKey.Length > 0 || !sharesItsDatabase,
                "Jwt:SigningKey is required when PostgreSQL is used: all processes must share it.")
            .Validate(
                jwt => jwt.AccessTokenLifetime > TimeSpan.Zero && jwt.RefreshTokenLifetime > TimeSpan.Zero, "Jwt lifetimes must be positive.")
            .ValidateOnStart();
        services.AddOptions<BootstrapOptions>().Bind(configuration.GetSection(BootstrapOptions.Section)).ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<AccountOptions>().Bind(configuration.GetSection(AccountOptions.Section)).ValidateDataAnnotations()
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<SigningKey>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<EventTickets>();
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<Guard>();
        services.AddSingleton<Standings>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<Bootstrap>();

        services.AddAuthentication(TokenAuthentication.Scheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Roles.Member, policy => policy.RequireRole(Roles.Member, Roles.Manager, Roles.Admin))
            .AddPolicy(Roles.Manager, policy => policy.RequireRole(Roles.Manager, Roles.Admin))
            .AddPolicy(Roles.Admin, policy => policy.RequireRole(Roles.Admin))
            .AddPolicy(Roles.Platform, policy => policy.RequireClaim(CallerClaims.Platform, "true"));
        return services;
    }

    /// <summary>Who calls, how often, and whether he may.</summary>
    public static WebApplication UseSignIn(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseUserLimit();
        app.UseAuthorization();
        return app;
    }
}
