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
        await Storage.Users.SaveRefreshToken(token, user.TokenGeneration);
        var now = Storage.Clock.GetUtcNow();

        Assert.Equal((RefreshUse.Unknown, null), await Storage.Users.UseRefreshToken("never seen", now));
        Assert.Equal(RefreshUse.Expired, (await Storage.Users.UseRefreshToken(token.Hash, now.AddDays(31))).Use);
        Assert.Equal((RefreshUse.Accepted, token), await Storage.Users.UseRefreshToken(token.Hash, now));
        Assert.Equal(RefreshUse.Reused, (await Storage.Users.UseRefreshToken(token.Hash, now.AddMinutes(1))).Use);
    }

    [Fact]
    public async Task A_token_whose_answer_was_lost_is_good_again_for_a_minute_and_then_only_its_last_successor_is()
    {
        var user = await NewUser();
        var (family, now) = (Guid.NewGuid(), Storage.Clock.GetUtcNow());
        var (first, lost, arrived) = (Token(user, family), Token(user, family), Token(user, family));
        await Save(first);
        Assert.Equal(RefreshUse.Accepted, await Use(first, 0));
        await Save(lost);
        Assert.Equal(RefreshUse.Accepted, await Use(first, 59));
        await Save(arrived);

        Assert.Equal(RefreshUse.Accepted, await Use(arrived, 70));
        Assert.Equal(RefreshUse.Reused, await Use(lost, 71));
        Assert.Equal(RefreshUse.Reused, await Use(arrived, 72));

        Task Save(RefreshToken token) => Storage.Users.SaveRefreshToken(token, user.TokenGeneration);
        async Task<RefreshUse> Use(RefreshToken token, int seconds) => (await Storage.Users.UseRefreshToken(token.Hash, now.AddSeconds(seconds))).Use;
    }

    [Fact]
    public async Task A_token_does_not_come_again_once_its_successor_was_used()
    {
        var user = await NewUser();
        var (family, now) = (Guid.NewGuid(), Storage.Clock.GetUtcNow());
        var (first, second) = (Token(user, family), Token(user, family));
        await Storage.Users.SaveRefreshToken(first, user.TokenGeneration);
        await Storage.Users.UseRefreshToken(first.Hash, now);
        await Storage.Users.SaveRefreshToken(second, user.TokenGeneration);
        Assert.Equal(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(second.Hash, now.AddSeconds(5))).Use);

        Assert.Equal(RefreshUse.Reused, (await Storage.Users.UseRefreshToken(first.Hash, now.AddSeconds(6))).Use);
        Assert.Equal(RefreshUse.Reused, (await Storage.Users.UseRefreshToken(second.Hash, now.AddSeconds(7))).Use);
    }

    [Fact]
    public async Task A_second_use_ends_the_whole_family_and_no_successor_is_saved_later()
    {
        var user = await NewUser();
        var (family, now) = (Guid.NewGuid(), Storage.Clock.GetUtcNow());
        var (first, second, third, stranger) = (Token(user, family), Token(user, family), Token(user, family), Token(user, Guid.NewGuid()));
        foreach (var token in (RefreshToken[])[first, stranger]) await Storage.Users.SaveRefreshToken(token, user.TokenGeneration);

        await Storage.Users.UseRefreshToken(first.Hash, now);
        await Storage.Users.SaveRefreshToken(second, user.TokenGeneration);
        Assert.Equal(RefreshUse.Reused, (await Storage.Users.UseRefreshToken(first.Hash, now.AddMinutes(2))).Use);
        Assert.False(await Storage.Users.SaveRefreshToken(third, user.TokenGeneration));

        Assert.Equal(RefreshUse.Reused, (await Storage.Users.UseRefreshToken(second.Hash, now)).Use);
        Assert.Equal(RefreshUse.Unknown, (await Storage.Users.UseRefreshToken(third.Hash, now)).Use);
        Assert.Equal(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(stranger.Hash, now)).Use);
    }

    [Fact]
    public async Task Of_many_uses_at_once_one_successor_is_good()
    {
        var user = await NewUser();
        var (family, now) = (Guid.NewGuid(), Storage.Clock.GetUtcNow());
        var token = Token(user, family);
        await Storage.Users.SaveRefreshToken(token, user.TokenGeneration);

        var successors = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(async () =>
        {
            Assert.Equal(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(token.Hash, now)).Use);
            var successor = Token(user, family);
            Assert.True(await Storage.Users.SaveRefreshToken(successor, user.TokenGeneration));
            return successor;
        })));

        // Each other one has been put aside, and ends the family of whoever brings it once its minute is over.
        var later = now.AddMinutes(2);
        var uses = new List<RefreshUse>();
        foreach (var successor in successors) uses.Add((await Storage.Users.UseRefreshToken(successor.Hash, later)).Use);
        Assert.InRange(uses.Count(use => use == RefreshUse.Accepted), 0, 1);
        Assert.Contains(RefreshUse.Reused, uses);
    }

    [Fact]
    public async Task Users_of_a_tenant_are_listed_by_name_and_no_others()
    {
        var ann = await NewUser();
        var bob = ann with { Id = new(Guid.NewGuid()), Email = $"{Guid.NewGuid():N}@example.com", Name = "bob", IsPlatformAdmin = true };
        var zoe = ann with { Id = new(Guid.NewGuid()), Email = $"{Guid.NewGuid():N}@example.com", Name = "Zoe" };
        foreach (var user in (User[])[zoe, bob, await NewUser()]) await Storage.Users.Create(user);

        var all = await Storage.Users.Of(ann.Tenant, 1, 10);
        Assert.Equal(3, all.Total);
        Assert.Equal([ann, bob, zoe], all.Items);
        var second = await Storage.Users.Of(ann.Tenant, 2, 2);
        Assert.Equal(3, second.Total);
        Assert.Equal([zoe], second.Items);
    }

    [Fact]
    public async Task Signing_out_ends_one_family_and_signing_out_everywhere_all_of_them()
    {
        var user = await NewUser();
        var now = Storage.Clock.GetUtcNow();
        var (left, first, second, stranger) = (Token(user, Guid.NewGuid()), Token(user, Guid.NewGuid()), Token(user, Guid.NewGuid()), Token(await NewUser(), Guid.NewGuid()));
        foreach (var token in (RefreshToken[])[left, first, second, stranger]) Assert.True(await Storage.Users.SaveRefreshToken(token, 0));

        await Storage.Users.EndFamily(left.Hash, now);
        Assert.NotEqual(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(left.Hash, now)).Use);
        Assert.Equal(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(first.Hash, now)).Use);
        var next = Token(user, first.Family);
        await Storage.Users.SaveRefreshToken(next, 0);

        await Storage.Users.SignOutEverywhere(user.Id, now);

        foreach (var token in (RefreshToken[])[next, second]) Assert.NotEqual(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(token.Hash, now)).Use);
        Assert.Equal(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(stranger.Hash, now)).Use);
        Assert.Equal(1, (await Storage.Users.ById(user.Id))!.TokenGeneration);
    }

    [Fact]
    public async Task Who_proved_himself_before_he_was_signed_out_everywhere_gets_no_token_after_it()
    {
        var user = await NewUser();
        await Storage.Users.SignOutEverywhere(user.Id, Storage.Clock.GetUtcNow());
        var token = Token(user, Guid.NewGuid());

        Assert.False(await Storage.Users.SaveRefreshToken(token, user.TokenGeneration));
        Assert.Equal(RefreshUse.Unknown, (await Storage.Users.UseRefreshToken(token.Hash, Storage.Clock.GetUtcNow())).Use);
        Assert.True(await Storage.Users.SaveRefreshToken(token, user.TokenGeneration + 1));
    }
}
