using System.Text.Json.Serialization;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.SignIn;

internal sealed record LoginRequest(string Email, string Password) : IChecked
{
    [JsonIgnore]
    public string? Fault => Texts.AreLines(PasswordRules.Most, Email.Trim()) ? null : "invalid_request";
}

internal sealed record RefreshRequest(string RefreshToken) : IChecked
{
    [JsonIgnore]
    public string? Fault => Texts.AreLines(PasswordRules.Most, RefreshToken) ? null : "invalid_request";
}

/// <param name="Token">Of an invitation or a reset.</param>
/// <param name="Password">12 to 256 characters, and not the e-mail address.</param>
internal sealed record AcceptRequest(string Token, string Password) : IChecked
{
    [JsonIgnore]
    public string? Fault => Texts.AreLines(PasswordRules.Most, Token) ? null : "invalid_request";
}

/// <param name="NewPassword">12 to 256 characters, and not the e-mail address.</param>
internal sealed record PasswordRequest(string CurrentPassword, string NewPassword);

/// <param name="ExpiresIn">Seconds until the access token ends.</param>
internal sealed record TokenPair(string AccessToken, string RefreshToken, string TokenType, int ExpiresIn, SignedInUser User)
{
    public static TokenPair Of(SignInResult.Given given) =>
        new(given.AccessToken, given.RefreshToken, TokenAuthentication.Scheme, (int)given.Lifetime.TotalSeconds,
            SignedInUser.Of(given.User));
}

/// <param name="Role">admin, manager or member.</param>
internal record SignedInUser([property: JsonPropertyName("_id")] Guid Id, Guid TenantId, string Email, string Name, string Role,
    bool IsPlatformAdmin)
{
    public static SignedInUser Of(User user) =>
        new(user.Id.Value, user.Tenant.Value, user.Email, user.Name, Roles.Word(user.Role), user.IsPlatformAdmin);
}

/// <summary>Who is signed in.</summary>
internal sealed record SignedInNow : SignedInUser
{
    private SignedInNow(SignedInUser user) : base(user) { }

    /// <summary>By the clock that judges deadlines, so that a browser whose own clock is wrong counts down right.</summary>
    public required DateTimeOffset ServerTime { get; init; }

    public static SignedInNow Of(User user, DateTimeOffset now) => new(Of(user)) { ServerTime = now };
}
