using System.Security.Claims;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>What an admin does to the users of a tenant. Whoever loses a right loses it here at once, elsewhere within <see cref="Standings.RecheckAfter"/>.</summary>
internal sealed partial class UserDesk(
    IUserRegister register, ISignInFailures failures, Standings standings, IOptions<AccountOptions> options, TimeProvider clock, ILogger<UserDesk> log)
{
    /// <summary>Null if the e-mail address is taken.</summary>
    public async Task<InvitedView?> Invite(ClaimsPrincipal caller, TenantId tenant, string email, string name, Role role)
    {
        var (user, token, invitation) = Invitee(tenant, email, name, role);
        if (!await register.Invite(user, invitation)) return null;
        LogInvited(user.Id, role, tenant, caller.UserId());
        return new(UserView.Of(user), new(token, invitation.ExpiresAt));
    }

    /// <summary>A user to be, and the token that only he will know.</summary>
    public (User User, string Token, Invitation Invitation) Invitee(TenantId tenant, string email, string name, Role role)
    {
        var user = new User(new(Guid.NewGuid()), tenant, email.Trim().ToLowerInvariant(), name.Trim(), role, "", IsActive: true, clock.GetUtcNow());
        var token = SecretToken.New();
        return (user, token, new(SecretToken.Hash(token), user.Id, clock.GetUtcNow() + options.Value.InvitationLifetime));
    }

    public async Task<(RegisterAnswer Answer, User? User)> Change(ClaimsPrincipal caller, UserId user, UserChange change)
    {
        var (answer, changed) = await register.Change(By(caller), user, change, clock.GetUtcNow());
        standings.Forget(user);
        if (answer == RegisterAnswer.Done) LogChanged(user, changed!.Role, changed.IsActive, caller.UserId());
        return (answer, changed);
    }

    /// <summary>Takes the password and unlocks the sign-in; whoever was signed in as this user is not any more.</summary>
    public async Task<(RegisterAnswer Answer, InvitedView? Reset)> ResetPassword(ClaimsPrincipal caller, UserId user)
    {
        var reset = await InviteAnew(user, (invitation, now) => register.Reset(By(caller), invitation, now));
        if (reset.Answer == RegisterAnswer.Done) LogReset(user, caller.UserId());
        return reset;
    }

    /// <summary>The same, and the user is a platform admin from then on.</summary>
    public async Task<(RegisterAnswer Answer, InvitedView? Made)> MakePlatformAdmin(ClaimsPrincipal caller, UserId user)
    {
        var made = await InviteAnew(user, register.MakePlatformAdmin);
        if (made.Answer == RegisterAnswer.Done) LogPlatformAdmin(user, true, caller.UserId());
        return made;
    }

    public async Task<RegisterAnswer> RemovePlatformAdmin(ClaimsPrincipal caller, UserId user)
    {
        var answer = await register.RemovePlatformAdmin(user);
        standings.Forget(user);
        if (answer == RegisterAnswer.Done) LogPlatformAdmin(user, false, caller.UserId());
        return answer;
    }

    private async Task<(RegisterAnswer Answer, InvitedView? Invited)> InviteAnew(UserId user, Func<Invitation, DateTimeOffset, Task<(RegisterAnswer Answer, User? User)>> write)
    {
        var token = SecretToken.New();
        var invitation = new Invitation(SecretToken.Hash(token), user, clock.GetUtcNow() + options.Value.ResetLifetime);
        var (answer, changed) = await write(invitation, clock.GetUtcNow());
        standings.Forget(user);
        if (answer != RegisterAnswer.Done) return (answer, null);

        await failures.ForgetAll(changed!.Email);
        return (answer, new(UserView.Of(changed), new(token, invitation.ExpiresAt)));
    }

    public async Task<RegisterAnswer> Delete(ClaimsPrincipal caller, UserId user)
    {
        var answer = await register.Delete(By(caller), user, clock.GetUtcNow());
        standings.Forget(user);
        if (answer == RegisterAnswer.Done) LogDeleted(user, caller.UserId());
        return answer;
    }

    private static Registrar By(ClaimsPrincipal caller) => new(caller.TenantId(), caller.IsPlatformAdmin());

    [LoggerMessage(EventId = 5210, Level = LogLevel.Information, Message = "User {UserId} was invited as {Role} of tenant {TenantId} by {ActorId}")]
    private partial void LogInvited(UserId userId, Role role, TenantId tenantId, UserId actorId);

    [LoggerMessage(EventId = 5211, Level = LogLevel.Information, Message = "User {UserId} is {Role}, active {IsActive}, by the word of {ActorId}")]
    private partial void LogChanged(UserId userId, Role role, bool isActive, UserId actorId);

    [LoggerMessage(EventId = 5212, Level = LogLevel.Information, Message = "The password of user {UserId} was reset by {ActorId}")]
    private partial void LogReset(UserId userId, UserId actorId);

    [LoggerMessage(EventId = 5213, Level = LogLevel.Information, Message = "User {UserId} was removed by {ActorId}")]
    private partial void LogDeleted(UserId userId, UserId actorId);

    [LoggerMessage(EventId = 5214, Level = LogLevel.Warning, Message = "User {UserId} is platform admin {IsPlatformAdmin}, by the word of {ActorId}")]
    private partial void LogPlatformAdmin(UserId userId, bool isPlatformAdmin, UserId actorId);
}
