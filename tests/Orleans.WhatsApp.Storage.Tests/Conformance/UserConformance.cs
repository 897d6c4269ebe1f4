using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class UserConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    private async Task<User> NewUser(string? email = null)
    {
        var (tenant, _) = await Storage.NewTenant();
        var user = new User(new(Guid.NewGuid()), tenant, email ?? $"{Guid.NewGuid():N}@example.com", "Ann", Role.Manager, "hash", IsActive: true, Storage.Clock.GetUtcNow());
        Assert.True(await Storage.Users.Create(user));
        return user;
    }

    private RefreshToken Token(User user, Guid family) => new(Guid.NewGuid().ToString("N"), user.Id, family, Storage.Clock.GetUtcNow().AddDays(30));

    [Fact]
    public async Task An_address_belongs_to_one_user_however_it_is_written()
    {
        var user = await NewUser();

        Assert.Equal(user, await Storage.Users.ByEmail(user.Email.ToUpperInvariant()));
        Assert.Equal(user, await Storage.Users.ById(user.Id));
        Assert.False(await Storage.Users.Create(user with { Id = new(Guid.NewGuid()), Email = user.Email.ToUpperInvariant() }));
        Assert.Null(await Storage.Users.ByEmail("nobody@example.com"));
    }

    [Fact]
    public async Task Users_are_read_by_their_ids_within_their_tenant()
    {
        var (ann, bob) = (await NewUser(), await NewUser());

        var found = await Storage.Users.ByIds(ann.Tenant, [ann.Id, bob.Id, new UserId(Guid.NewGuid()), ann.Id]);

        Assert.Equal([ann], found.Values);
        Assert.Empty(await Storage.Users.ByIds(ann.Tenant, []));
    }

    [Fact]
    public async Task A_refresh_token_is_good_for_one_use()
    {
        var user = await NewUser();
        var token = Token(user, Guid.NewGuid());
        await Storage.Users.SaveRefreshToken(token);
        var now = Storage.Clock.GetUtcNow();

        Assert.Equal((RefreshUse.Unknown, null), await Storage.Users.UseRefreshToken("never seen", now));
        Assert.Equal(RefreshUse.Expired, (await Storage.Users.UseRefreshToken(token.Hash, now.AddDays(31))).Use);
        Assert.Equal((RefreshUse.Accepted, token), await Storage.Users.UseRefreshToken(token.Hash, now));
        Assert.Equal(RefreshUse.Reused, (await Storage.Users.UseRefreshToken(token.Hash, now)).Use);
    }

    [Fact]
    public async Task A_second_use_ends_the_whole_family_even_a_successor_saved_later()
    {
        var user = await NewUser();
        var (family, now) = (Guid.NewGuid(), Storage.Clock.GetUtcNow());
        var (first, second, third, stranger) = (Token(user, family), Token(user, family), Token(user, family), Token(user, Guid.NewGuid()));
        foreach (var token in (RefreshToken[])[first, second, stranger]) await Storage.Users.SaveRefreshToken(token);

        await Storage.Users.UseRefreshToken(first.Hash, now);
        Assert.Equal(RefreshUse.Reused, (await Storage.Users.UseRefreshToken(first.Hash, now)).Use);
        await Storage.Users.SaveRefreshToken(third);

        Assert.Equal(RefreshUse.Reused, (await Storage.Users.UseRefreshToken(second.Hash, now)).Use);
        Assert.Equal(RefreshUse.Reused, (await Storage.Users.UseRefreshToken(third.Hash, now)).Use);
        Assert.Equal(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(stranger.Hash, now)).Use);
    }

    [Fact]
    public async Task Of_many_uses_at_once_one_is_accepted()
    {
        var user = await NewUser();
        var token = Token(user, Guid.NewGuid());
        await Storage.Users.SaveRefreshToken(token);

        var uses = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Storage.Users.UseRefreshToken(token.Hash, Storage.Clock.GetUtcNow()))));

        Assert.Single(uses, use => use.Use == RefreshUse.Accepted);
        Assert.All(uses.Where(use => use.Use != RefreshUse.Accepted), use => Assert.Equal(RefreshUse.Reused, use.Use));
    }
}
