using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class PasswordConformance(StorageFixture fixture)
{
    private const string Here = "203.0.113.1";

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly TriesAllowed Few = new(OfNetwork: 3, OfAll: 5, Quarter, Quarter);

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
        Assert.Equal(FailedTries.None, await Storage.SignInFailures.Of(address, Here));

        Assert.Equal(new FailedTries(1, 1, null), await Fail(at));
        Assert.Equal(new FailedTries(2, 2, null), await Fail(at + TimeSpan.FromMinutes(14)));
        Assert.Equal(new FailedTries(1, 1, null), await Fail(at + Quarter));
        Assert.Equal(new FailedTries(2, 2, null), await Fail(at + Quarter));
        Assert.Equal(new FailedTries(3, 3, at + Quarter + Quarter), await Fail(at + Quarter));
        Assert.Equal(new FailedTries(3, 3, at + Quarter + Quarter), await Storage.SignInFailures.Of(address.ToUpperInvariant(), Here));
        Assert.Equal(new FailedTries(1, 1, null), await Fail(at + Quarter + Quarter));
        await Storage.SignInFailures.ForgetAll(address);
        Assert.Equal(FailedTries.None, await Storage.SignInFailures.Of(address, Here));

        Task<FailedTries> Fail(DateTimeOffset when) => Storage.SignInFailures.Count(address, Here, when, Few);
    }

    [Fact]
    public async Task Who_guesses_locks_an_address_for_his_network_and_from_many_networks_for_all()
    {
        var (address, at, locked) = ($"{Guid.NewGuid():N}@example.com", Now, Now + Quarter);
        for (var i = 0; i < 3; i++) await Fail("there");
        Assert.Equal(new FailedTries(3, 3, locked), await Of("there"));
        Assert.Equal(new FailedTries(0, 3, null), await Of(Here));

        Assert.Equal(new FailedTries(1, 4, null), await Fail(Here));
        await Storage.SignInFailures.Forget(address, Here);
        Assert.Equal(new FailedTries(0, 4, null), await Of(Here));

        Assert.Equal(new FailedTries(1, 5, locked), await Fail("elsewhere"));
        Assert.Equal(new FailedTries(0, 5, locked), await Of(Here));

        await Storage.SignInFailures.ForgetAll(address);
        foreach (var network in (string[])["there", "elsewhere", Here]) Assert.Equal(FailedTries.None, await Of(network));

        Task<FailedTries> Fail(string network) => Storage.SignInFailures.Count(address, network, at, Few);
        Task<FailedTries> Of(string network) => Storage.SignInFailures.Of(address, network);
    }

    [Fact]
    public async Task Failures_at_once_are_all_counted()
    {
        var address = $"{Guid.NewGuid():N}@example.com";
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Storage.SignInFailures.Count(address, Here, Now, new(1000, 1000, Quarter, Quarter)))));
        Assert.Equal(new FailedTries(20, 20, null), await Storage.SignInFailures.Of(address, Here));
    }

    [Fact]
    public async Task What_has_expired_is_tidied_away()
    {
        var (user, invitation) = await Invited();
        await Storage.SignInFailures.Count(user.Email, Here, Now, Few);

        await Storage.Upkeep.Tidy(Now, Now);
        Assert.NotNull(await Storage.Passwords.Invited(invitation.Hash, Now));
        Assert.Equal(new FailedTries(1, 1, null), await Storage.SignInFailures.Of(user.Email, Here));
        await Storage.Upkeep.Tidy(Now.AddDays(8), Now);

        Assert.Null(await Storage.Passwords.Invited(invitation.Hash, Now));
        Assert.Equal(FailedTries.None, await Storage.SignInFailures.Of(user.Email, Here));
    }
}
