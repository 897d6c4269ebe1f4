using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class PasswordConformance(StorageFixture fixture)
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private TestStorage Storage => fixture.Storage;

    private DateTimeOffset Now => Storage.Clock.GetUtcNow();

    private async Task<(User User, Invitation Invitation)> Invited()
    {
        var (tenant, _) = await Storage.NewTenant();
        var user = new User(new(Guid.NewGuid()), tenant, $"{Guid.NewGuid():N}@example.com", "Ann", Role.Member, "", IsActive: true, Now);
        var invitation = new Invitation(Guid.NewGuid().ToString("N"), user.Id, Now.AddDays(7));
        Assert.True(await Storage.Register.Invite(user, invitation));
        return (user, invitation);
    }

    [Fact]
    public async Task An_invitation_is_good_for_one_use_within_its_time()
    {
        var (user, invitation) = await Invited();

        Assert.Null(await Storage.Passwords.Accept("never seen", "new", Now));
        Assert.Null(await Storage.Passwords.Invited(invitation.Hash, Now.AddDays(8)));
        Assert.Null(await Storage.Passwords.Accept(invitation.Hash, "new", Now.AddDays(8)));
        var accepted = await Storage.Passwords.Accept(invitation.Hash, "new", Now);
        Assert.Equal(user with { PasswordHash = "new", TokenGeneration = 1 }, accepted);
        Assert.Equal(accepted, await Storage.Users.ById(user.Id));
        Assert.Null(await Storage.Passwords.Accept(invitation.Hash, "newer", Now));
    }

    [Fact]
    public async Task Of_many_who_accept_at_once_one_does()
    {
        var (user, invitation) = await Invited();

        var accepted = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Storage.Passwords.Accept(invitation.Hash, $"hash {i}", Now))));

        var winner = Assert.Single(accepted, one => one is not null)!;
        Assert.Equal(winner, await Storage.Users.ById(user.Id));
    }

    [Fact]
    public async Task A_password_is_changed_only_from_the_one_that_was_checked_and_ends_every_sign_in()
    {
        var (user, invitation) = await Invited();
        var accepted = (await Storage.Passwords.Accept(invitation.Hash, "first", Now))!;
        var token = new RefreshToken(Guid.NewGuid().ToString("N"), user.Id, Guid.NewGuid(), Now.AddDays(30));
        Assert.True(await Storage.Users.SaveRefreshToken(token, accepted.TokenGeneration));

        Assert.Null(await Storage.Passwords.Change(user.Id, "another", "second", Now));
        var changed = (await Storage.Passwords.Change(user.Id, "first", "second", Now))!;

        Assert.Equal(("second", 2), (changed.PasswordHash, changed.TokenGeneration));
        Assert.NotEqual(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(token.Hash, Now)).Use);
    }

    [Fact]
    public async Task Failures_within_the_window_lock_an_address_whoever_has_it()
    {
        var address = $"{Guid.NewGuid():N}@example.com";
        var at = Now;
        Assert.Equal(FailedTries.None, await Storage.SignInFailures.Of(address));

        Assert.Equal(new FailedTries(1, null), await Fail(at));
        Assert.Equal(new FailedTries(2, null), await Fail(at + TimeSpan.FromMinutes(14)));
        Assert.Equal(new FailedTries(1, null), await Fail(at + Quarter));
        Assert.Equal(new FailedTries(2, null), await Fail(at + Quarter));
        Assert.Equal(new FailedTries(3, at + Quarter + Quarter), await Fail(at + Quarter));
        Assert.Equal(new FailedTries(3, at + Quarter + Quarter), await Storage.SignInFailures.Of(address.ToUpperInvariant()));
        Assert.Equal(new FailedTries(1, null), await Fail(at + Quarter + Quarter));
        await Storage.SignInFailures.Forget(address);
        Assert.Equal(FailedTries.None, await Storage.SignInFailures.Of(address));

        Task<FailedTries> Fail(DateTimeOffset when) => Storage.SignInFailures.Count(address, when, limit: 3, Quarter, Quarter);
    }

    [Fact]
    public async Task Failures_at_once_are_all_counted()
    {
        var address = $"{Guid.NewGuid():N}@example.com";
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Storage.SignInFailures.Count(address, Now, 1000, Quarter, Quarter))));
        Assert.Equal(20, (await Storage.SignInFailures.Of(address)).Count);
    }

    [Fact]
    public async Task What_has_expired_is_tidied_away()
    {
        var (user, invitation) = await Invited();
        await Storage.SignInFailures.Count(user.Email, Now, 3, Quarter, Quarter);

        await Storage.Upkeep.Tidy(Now, Now);
        Assert.NotNull(await Storage.Passwords.Invited(invitation.Hash, Now));
        Assert.Equal(1, (await Storage.SignInFailures.Of(user.Email)).Count);
        await Storage.Upkeep.Tidy(Now.AddDays(8), Now);

        Assert.Null(await Storage.Passwords.Invited(invitation.Hash, Now));
        Assert.Equal(FailedTries.None, await Storage.SignInFailures.Of(user.Email));
    }
}
