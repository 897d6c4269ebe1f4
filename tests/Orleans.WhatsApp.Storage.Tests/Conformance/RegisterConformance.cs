using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Tenants;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class RegisterConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    private DateTimeOffset Now => Storage.Clock.GetUtcNow();

    private static User New(TenantId tenant, Role role = Role.Admin, string passwordHash = "hash") =>
        new(new(Guid.NewGuid()), tenant, $"{Guid.NewGuid():N}@example.com", "Ann", role, passwordHash, IsActive: true, DateTimeOffset.UnixEpoch);

    private async Task<User> Add(TenantId tenant, Role role = Role.Admin, string passwordHash = "hash")
    {
        var user = New(tenant, role, passwordHash);
        Assert.True(await Storage.Users.Create(user));
        return user;
    }

    private Invitation Invite(UserId user) => new(Guid.NewGuid().ToString("N"), user, Now.AddDays(7));

    private async Task<RefreshToken> SignIn(User user)
    {
        var token = new RefreshToken(Guid.NewGuid().ToString("N"), user.Id, Guid.NewGuid(), Now.AddDays(30));
        Assert.True(await Storage.Users.SaveRefreshToken(token, user.TokenGeneration));
        return token;
    }

    private static Registrar By(TenantId tenant) => new(tenant, IsPlatformAdmin: false);

    [Fact]
    public async Task A_user_is_invited_once()
    {
        var (tenant, _) = await Storage.NewTenant();
        var user = New(tenant, Role.Member, "");
        var invitation = Invite(user.Id);

        Assert.True(await Storage.Register.Invite(user, invitation));
        var again = user with { Id = new(Guid.NewGuid()) };
        Assert.False(await Storage.Register.Invite(again, Invite(again.Id)));
        Assert.Equal(user, await Storage.Passwords.Invited(invitation.Hash, Now));
    }

    [Fact]
    public async Task A_change_of_rights_begins_a_new_generation_and_a_change_of_name_does_not()
    {
        var (tenant, _) = await Storage.NewTenant();
        await Add(tenant);
        var user = await Add(tenant);

        var (_, renamed) = await Storage.Register.Change(By(tenant), user.Id, new("Bob"), Now);
        Assert.Equal(user with { Name = "Bob" }, renamed);
        var (_, demoted) = await Storage.Register.Change(By(tenant), user.Id, new(Role: Role.Member), Now);
        Assert.Equal(user with { Name = "Bob", Role = Role.Member, TokenGeneration = 1 }, demoted);
        Assert.Equal(demoted, await Storage.Users.ById(user.Id));
        await Storage.Register.Change(By(tenant), user.Id, new(Role: Role.Member), Now);
        Assert.Equal(1, (await Storage.Users.ById(user.Id))!.TokenGeneration);
    }

    [Fact]
    public async Task Who_is_switched_off_is_signed_out_and_can_accept_nothing()
    {
        var (tenant, _) = await Storage.NewTenant();
        var user = await Add(tenant, Role.Member);
        var token = await SignIn(user);
        var (_, reset) = await Storage.Register.Reset(By(tenant), Invite(user.Id), Now);
        var invitation = Invite(user.Id);
        await Storage.Register.Reset(By(tenant), invitation, Now);

        Assert.Equal(RegisterAnswer.Done, (await Storage.Register.Change(By(tenant), user.Id, new(IsActive: false), Now)).Answer);
        await Storage.Register.Change(By(tenant), user.Id, new(IsActive: true), Now);

        Assert.Equal("", reset!.PasswordHash);
        Assert.Null(await Storage.Passwords.Accept(invitation.Hash, "new", Now));
        Assert.NotEqual(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(token.Hash, Now)).Use);
    }

    [Fact]
    public async Task A_reset_takes_the_password_ends_all_sign_ins_and_leaves_one_invitation()
    {
        var (tenant, _) = await Storage.NewTenant();
        await Add(tenant);
        var user = await Add(tenant);
        var token = await SignIn(user);
        var (first, second) = (Invite(user.Id), Invite(user.Id));

        await Storage.Register.Reset(By(tenant), first, Now);
        var (answer, reset) = await Storage.Register.Reset(By(tenant), second, Now);

        Assert.Equal((RegisterAnswer.Done, false), (answer, reset!.HasPassword));
        Assert.NotEqual(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(token.Hash, Now)).Use);
        Assert.Null(await Storage.Passwords.Invited(first.Hash, Now));
        Assert.Equal(user.Id, (await Storage.Passwords.Invited(second.Hash, Now))!.Id);
    }

    [Fact]
    public async Task A_removed_user_leaves_the_address_free_and_no_way_in()
    {
        var (tenant, _) = await Storage.NewTenant();
        var user = await Add(tenant, Role.Member);
        var token = await SignIn(user);
        var invitation = Invite(user.Id);
        await Storage.Register.Reset(By(tenant), invitation, Now);

        Assert.Equal(RegisterAnswer.Done, await Storage.Register.Delete(By(tenant), user.Id, Now));
        Assert.Equal(RegisterAnswer.Unknown, await Storage.Register.Delete(By(tenant), user.Id, Now));

        Assert.Null(await Storage.Users.ById(user.Id));
        Assert.Null(await Storage.Passwords.Accept(invitation.Hash, "new", Now));
        Assert.NotEqual(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken(token.Hash, Now)).Use);
        Assert.True(await Storage.Users.Create(user with { Id = new(Guid.NewGuid()) }));
    }

    [Fact]
    public async Task A_tenant_keeps_an_active_admin_who_has_a_password()
    {
        var (tenant, _) = await Storage.NewTenant();
        var (last, member, invited, off) = (await Add(tenant), await Add(tenant, Role.Member), await Add(tenant, passwordHash: ""), await Add(tenant));
        await Storage.Register.Change(By(tenant), off.Id, new(IsActive: false), Now);

        Assert.Equal(RegisterAnswer.LastAdmin, (await Storage.Register.Change(By(tenant), last.Id, new(Role: Role.Manager), Now)).Answer);
        Assert.Equal(RegisterAnswer.LastAdmin, (await Storage.Register.Change(By(tenant), last.Id, new(IsActive: false), Now)).Answer);
        Assert.Equal(RegisterAnswer.LastAdmin, (await Storage.Register.Reset(By(tenant), Invite(last.Id), Now)).Answer);
        Assert.Equal(RegisterAnswer.LastAdmin, await Storage.Register.Delete(By(tenant), last.Id, Now));
        Assert.Equal(last, await Storage.Users.ById(last.Id));

        Assert.Equal(RegisterAnswer.Done, await Storage.Register.Delete(By(tenant), invited.Id, Now));
        await Storage.Register.Change(By(tenant), member.Id, new(Role: Role.Admin), Now);
        Assert.Equal(RegisterAnswer.Done, (await Storage.Register.Change(By(tenant), last.Id, new(Role: Role.Manager), Now)).Answer);
    }

    [Fact]
    public async Task Admins_who_take_each_others_role_at_once_leave_one()
    {
        for (var round = 0; round < 10; round++)
        {
            var (tenant, _) = await Storage.NewTenant();
            var admins = new List<User>();
            for (var i = 0; i < 4; i++) admins.Add(await Add(tenant));

            var answers = await Task.WhenAll(admins.Select((admin, i) => Task.Run(async () => (i % 3) switch
            {
                0 => (await Storage.Register.Change(By(tenant), admin.Id, new(Role: Role.Member), Now)).Answer,
                1 => await Storage.Register.Delete(By(tenant), admin.Id, Now),
                _ => (await Storage.Register.Change(By(tenant), admin.Id, new(IsActive: false), Now)).Answer,
            })));

            Assert.Single(answers, RegisterAnswer.LastAdmin);
            Assert.Equal(3, answers.Count(answer => answer == RegisterAnswer.Done));
            Assert.Single((await Storage.Users.Of(tenant, 1, 10)).Items, user => user is { Role: Role.Admin, IsActive: true });
        }
    }

    [Fact]
    public async Task Another_tenants_admin_finds_nobody()
    {
        var (tenant, _) = await Storage.NewTenant();
        var (stranger, _) = await Storage.NewTenant();
        var user = await Add(tenant, Role.Member);
        var by = new Registrar(stranger, IsPlatformAdmin: true);

        Assert.Equal(RegisterAnswer.Unknown, (await Storage.Register.Change(by, user.Id, new(IsActive: false), Now)).Answer);
        Assert.Equal(RegisterAnswer.Unknown, (await Storage.Register.Reset(by, Invite(user.Id), Now)).Answer);
        Assert.Equal(RegisterAnswer.Unknown, await Storage.Register.Delete(by, user.Id, Now));
        Assert.Equal(user, await Storage.Users.ById(user.Id));
    }

    [Fact]
    public async Task A_tenant_comes_with_its_first_admin_or_not_at_all()
    {
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var tenant = new TenantEntry(new(Guid.NewGuid()), "Acme", IsActive: true, [TenantSettings.WhatsAppAgentFeature, "reports"], Now);
        var admin = New(tenant.Id, passwordHash: "");
        var invitation = Invite(admin.Id);

        Assert.True(await Storage.TenantRegister.Add(tenant, TimeSpan.FromMinutes(4), admin, invitation));
        var found = (await Storage.TenantRegister.Find(tenant.Id))!;
        Assert.Equal((tenant.Name, tenant.CreatedAt, "reports whatsapp_agent"), (found.Name, found.CreatedAt, string.Join(' ', found.Features)));
        Assert.Equal(TimeSpan.FromMinutes(4), (await Storage.Tenants.Load(tenant.Id))!.GracePeriod);
        Assert.Equal(admin.Id, (await Storage.Passwords.Invited(invitation.Hash, Now))!.Id);

        var second = tenant with { Id = new(Guid.NewGuid()) };
        Assert.False(await Storage.TenantRegister.Add(second, TimeSpan.FromMinutes(4), admin with { Id = new(Guid.NewGuid()), Tenant = second.Id }, Invite(admin.Id)));
        Assert.Null(await Storage.TenantRegister.Find(second.Id));

        await Storage.TenantRegister.Rename(tenant.Id, "Bcme");
        var count = (int)(await Storage.TenantRegister.All(1, 1)).Total;
        var last = Assert.Single((await Storage.TenantRegister.All(count, 1)).Items);
        Assert.Equal((tenant.Id, "Bcme", 2), (last.Id, last.Name, last.Features.Count));
    }
}

/// <summary>They are above all tenants, so these tests have a database of their own.</summary>
public abstract class PlatformAdminConformance(StorageFixture fixture)
{
    [Fact]
    public async Task There_is_always_a_platform_admin_once_there_was_one()
    {
        var (storage, now) = (fixture.Storage, fixture.Clock.GetUtcNow());
        var (tenant, _) = await storage.NewTenant();
        User New() => new(new(Guid.NewGuid()), tenant, $"{Guid.NewGuid():N}@example.com", "Ann", Role.Admin, "hash", IsActive: true, now);
        var (first, second, third) = (New(), New(), New());
        foreach (var user in (User[])[first, second, third]) await storage.Users.Create(user);

        await storage.Users.MakeFirstPlatformAdmin(first.Id);
        await storage.Users.MakeFirstPlatformAdmin(second.Id);
        var found = await storage.Register.PlatformAdmins(1, 10);
        Assert.Equal(1, found.Total);
        Assert.Equal(first.Id, Assert.Single(found.Items).Id);

        // A tenant's admin could become one by resetting the password of one.
        var byAdmin = new Registrar(tenant, IsPlatformAdmin: false);
        Assert.Equal(RegisterAnswer.PlatformAdminsOnly, (await storage.Register.Change(byAdmin, first.Id, new("Bob"), now)).Answer);
        Assert.Equal(RegisterAnswer.PlatformAdminsOnly, (await storage.Register.Reset(byAdmin, new("hash", first.Id, now.AddDays(1)), now)).Answer);
        Assert.Equal(RegisterAnswer.PlatformAdminsOnly, await storage.Register.Delete(byAdmin, first.Id, now));

        var byPlatform = new Registrar(tenant, IsPlatformAdmin: true);
        Assert.Equal(RegisterAnswer.LastPlatformAdmin, await storage.Register.RemovePlatformAdmin(first.Id));
        Assert.Equal(RegisterAnswer.LastPlatformAdmin, (await storage.Register.Change(byPlatform, first.Id, new(IsActive: false), now)).Answer);
        Assert.Equal(RegisterAnswer.LastPlatformAdmin, await storage.Register.Delete(byPlatform, first.Id, now));
        Assert.Equal(RegisterAnswer.Unknown, await storage.Register.RemovePlatformAdmin(third.Id));
        Assert.Equal(RegisterAnswer.Unknown, (await storage.Register.MakePlatformAdmin(new("none", new(Guid.NewGuid()), now.AddDays(1)), now)).Answer);

        Assert.Equal(RegisterAnswer.IsPlatformAdmin, (await storage.Register.MakePlatformAdmin(new("first", first.Id, now.AddDays(1)), now)).Answer);
        foreach (var user in (User[])[second, third])
        {
            // Whoever invited him may have set the password.
            var (answer, made) = await storage.Register.MakePlatformAdmin(new(user.Email, user.Id, now.AddDays(1)), now);
            Assert.Equal((RegisterAnswer.Done, true, false), (answer, made!.IsPlatformAdmin, made.HasPassword));
            Assert.NotNull(await storage.Passwords.Accept(user.Email, "another hash", now));
        }

        var answers = await Task.WhenAll(((User[])[first, second, third]).Select(user => Task.Run(() => storage.Register.RemovePlatformAdmin(user.Id))));
        Assert.Single(answers, RegisterAnswer.LastPlatformAdmin);
        Assert.Equal(1, (await storage.Register.PlatformAdmins(1, 10)).Total);
    }
}
