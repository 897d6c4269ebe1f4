using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

/// <summary>Who did what: written before it is done or together with it, read newest first, by tenant or by the platform.</summary>
public abstract class AuditConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    private DateTimeOffset Now => Storage.Clock.GetUtcNow();

    [Fact]
    public async Task An_entry_is_there_before_it_ends_and_says_once_how_it_ended()
    {
        var ann = await Person("Ann");
        var entry = Entry("agent.add", ann) with { Detail = """{"name":"Robin \u0027"}""", Address = "192.0.2.7" };
        var agent = Guid.NewGuid();

        await Storage.Audit.Begin(entry);
        var begun = Assert.Single(await All(ann.Tenant));
        await Storage.Audit.End(entry.Id, new("done", Now.AddSeconds(1), "agent", agent));
        await Storage.Audit.End(entry.Id, new("agent_not_found", Now.AddSeconds(2)));
        var done = Assert.Single(await All(ann.Tenant));

        Assert.Equal((AuditOutcome.Begun, null, null), (begun.Outcome, begun.FinishedAt, begun.SubjectId));
        Assert.Equal((entry.Id, ann.Tenant, ann.Id, "Ann", ann.Email), (done.Id, done.Tenant, done.Actor, done.ActorName, done.ActorEmail));
        Assert.Equal(("agent.add", "agent", agent, entry.Detail, "192.0.2.7", false), (done.Action, done.SubjectKind, done.SubjectId, done.Detail, done.Address, done.IsByPlatform));
        Assert.Equal((AuditOutcome.Done, Now.AddSeconds(1)), (done.Outcome, done.FinishedAt));
    }

    [Fact]
    public async Task Name_and_address_are_those_of_that_moment()
    {
        var ann = await Person("Ann");
        await Storage.Audit.Begin(Entry("chat.close", ann));
        await Storage.Register.Change(new(ann.Tenant, IsPlatformAdmin: false), ann.Id, new(Name: "Bea"), Now);
        await Storage.Audit.Begin(Entry("chat.close", ann));

        Assert.Equal(["Bea", "Ann"], (await All(ann.Tenant)).Select(row => row.ActorName));
    }

    [Fact]
    public async Task What_it_was_about_is_not_overwritten_by_what_it_made()
    {
        var (ann, chat) = (await Person("Ann"), Guid.NewGuid());
        var entry = Entry("chat.send", ann) with { SubjectKind = "chat", SubjectId = chat };
        await Storage.Audit.Begin(entry);
        await Storage.Audit.End(entry.Id, new("done", Now, "message", Guid.NewGuid()));

        var row = Assert.Single(await All(ann.Tenant));
        Assert.Equal(("chat", chat), (row.SubjectKind, row.SubjectId));
    }

    [Fact]
    public async Task A_walk_by_cursor_gives_each_entry_once_newest_first_while_others_come()
    {
        var ann = await Person("Ann");
        // Three and three share a time.
        for (var i = 0; i < 10; i++) await Storage.Audit.Begin(Entry("chat.close", ann) with { At = Now.AddMinutes(i / 3) });
        var expected = (await All(ann.Tenant)).Select(row => row.Id).ToArray();

        var walked = new List<Guid>();
        ListCursor? cursor = null;
        do
        {
            var page = await Storage.Audit.Of(ann.Tenant, new(), new(1, 3, cursor));
            walked.AddRange(page.Items.Select(row => row.Id));
            await Storage.Audit.Begin(Entry("chat.close", ann) with { At = Now.AddHours(1) });
            cursor = page.Next;
        }
        while (cursor is not null);
        var exported = new List<Guid>();
        for (var rows = await Storage.Audit.Next(ann.Tenant, new(), null, 4); rows.Count > 0; rows = await Storage.Audit.Next(ann.Tenant, new(), rows[^1].Cursor, 4))
            exported.AddRange(rows.Select(row => row.Id));

        Assert.Equal(expected, walked);
        Assert.Equal((await All(ann.Tenant)).Select(row => row.Id), exported);
        Assert.Equal(exported[3..5], (await Storage.Audit.Of(ann.Tenant, new(), new(2, 3))).Items.Select(row => row.Id).Take(2));
    }

    [Fact]
    public async Task Each_filter_leaves_what_fits()
    {
        var (ann, bob, chat) = (await Person("Ann"), await Person("Bob"), Guid.NewGuid());
        bob = bob with { Tenant = ann.Tenant };
        await Write(ann, "sign_in", 0);
        await Write(ann, "sign_in.refused", 1, "invalid_credentials");
        await Write(ann, "chat.take_over", 2, chat: chat);
        await Write(bob, "chat.close", 3, "no_session", chat);
        await Write(bob, "chat.close", 4);
        await Write(bob, "chat_list.read", 5);

        await Finds("chat_list.read chat.close chat.close chat.take_over sign_in.refused sign_in", new());
        await Finds("sign_in.refused sign_in", new(Action: "sign_in"));
        await Finds("sign_in.refused", new(Action: "sign_in.refused"));
        await Finds("chat.close chat.close chat.take_over", new(Action: "chat"));
        await Finds("", new(Action: "cha"));
        await Finds("chat_list.read chat.close chat.close", new(Actor: bob.Id));
        await Finds("chat.close chat.take_over", new(Subject: chat));
        await Finds("chat.close", new(Outcome: "no_session"));
        await Finds("chat.close chat.take_over", new(From: Now.AddMinutes(2), To: Now.AddMinutes(4)));
        await Finds("chat.take_over", new(Now.AddMinutes(1), Now.AddMinutes(9), ann.Id, "chat", chat, "done"));

        async Task Finds(string actions, AuditFilter filter)
        {
            var page = await Storage.Audit.Of(ann.Tenant, filter, new(1, 50));
            Assert.Equal(actions, string.Join(' ', page.Items.Select(row => row.Action)));
            Assert.Equal(page.Items.Count, page.Total);
            Assert.Equal(page.Items.Select(row => row.Id), (await Storage.Audit.Next(ann.Tenant, filter, null, 50)).Select(row => row.Id));
        }

        Task Write(User by, string action, int minute, string outcome = AuditOutcome.Done, Guid? chat = null) => Storage.Audit.Begin(
            Entry(action, by) with { At = Now.AddMinutes(minute), Outcome = outcome, SubjectKind = chat is null ? "" : "chat", SubjectId = chat });
    }

    [Fact]
    public async Task Tenants_see_what_concerns_them_and_the_platform_sees_what_its_people_did()
    {
        var (above, ann, other) = (await Person("Above"), await Person("Ann"), await Person("Other"));
        var (suspended, made, born) = (ByPlatform("tenant.suspend", ann.Tenant), ByPlatform("tenant.add", null), new TenantId(Guid.NewGuid()));
        await Storage.Audit.Begin(Entry("chat.close", ann));
        foreach (var one in (AuditEntry[])[suspended, made]) await Storage.Audit.Begin(one);
        await Storage.Audit.End(made.Id, new("done", Now, "tenant", born.Value, born));

        Assert.Equal(["tenant.suspend", "chat.close"], (await All(ann.Tenant)).Select(row => row.Action));
        Assert.Equal("tenant.add", Assert.Single(await All(born)).Action);
        Assert.Empty(await All(other.Tenant));
        // Not even in the platform admin's own tenant: it does not concern that one.
        Assert.Empty(await All(above.Tenant));
        var platforms = (await Storage.Audit.OfPlatform(new(Actor: above.Id), new(1, 50))).Items;
        Assert.Equal([made.Id, suspended.Id], platforms.Select(row => row.Id));
        Assert.All((await Storage.Audit.OfPlatform(new(), new(1, 50))).Items, row => Assert.True(row.IsByPlatform));

        AuditEntry ByPlatform(string action, TenantId? tenant) => Entry(action, above) with { Tenant = tenant, IsByPlatform = true };
    }

    [Fact]
    public async Task Where_nobody_is_signed_in_the_tenant_is_that_of_the_user_whom_it_is_about()
    {
        var ann = await Person("Ann");
        await Storage.Audit.Begin(Entry("sign_in.refused", ann) with { Actor = null, Tenant = null, SubjectKind = "user", SubjectId = ann.Id.Value });

        var row = Assert.Single(await All(ann.Tenant));
        Assert.Equal((null, "", "", ann.Id.Value), (row.Actor, row.ActorName, row.ActorEmail, row.SubjectId));
    }

    [Fact]
    public async Task What_is_done_and_what_is_said_of_it_are_one()
    {
        var ann = await Person("Ann");
        var token = new RefreshToken(Guid.NewGuid().ToString("N"), ann.Id, Guid.NewGuid(), Now.AddDays(1));

        Assert.False(await Storage.Users.SaveRefreshToken(token, ann.TokenGeneration + 1, Entry("sign_in", ann)));
        Assert.Empty(await All(ann.Tenant));
        Assert.True(await Storage.Users.SaveRefreshToken(token, ann.TokenGeneration, Entry("sign_in", ann)));
        await Storage.Users.UseRefreshToken(token.Hash, Now, Reused);
        for (var times = 0; times < 3; times++) await Storage.Users.UseRefreshToken(token.Hash, Now.AddMinutes(1), Reused);
        await Storage.Users.EndFamily(token.Hash, Now, _ => Entry("sign_out", ann));
        Assert.Null(await Storage.Passwords.Change(ann.Id, "another", "new", Now, Entry("password.change", ann)));
        Assert.NotNull(await Storage.Passwords.Change(ann.Id, ann.PasswordHash, "new", Now, Entry("password.change", ann)));

        // The family had ended with the first reuse.
        Assert.Equal(["password.change", "refresh_token.reused", "sign_in"], (await All(ann.Tenant)).Select(row => row.Action));

        AuditEntry Reused(UserId user) => Entry("refresh_token.reused", ann) with { Actor = null, SubjectId = user.Value };
    }

    [Fact]
    public async Task A_sign_out_is_said_of_the_one_who_was_signed_in_and_once()
    {
        var ann = await Person("Ann");
        var token = new RefreshToken(Guid.NewGuid().ToString("N"), ann.Id, Guid.NewGuid(), Now.AddDays(1));
        await Storage.Users.SaveRefreshToken(token, ann.TokenGeneration);

        await Storage.Users.EndFamily("never seen", Now, By);
        for (var times = 0; times < 2; times++) await Storage.Users.EndFamily(token.Hash, Now, By);

        Assert.Equal(ann.Id, Assert.Single(await All(ann.Tenant)).Actor);

        AuditEntry By(UserId user) => Entry("sign_out", ann) with { Actor = user };
    }

    [Fact]
    public async Task A_failed_try_is_said_in_the_count_that_it_makes()
    {
        var ann = await Person("Ann");
        var quarter = TimeSpan.FromMinutes(15);
        for (var tries = 0; tries < 3; tries++)
            await Storage.SignInFailures.Count(ann.Email, "here", Now, new(3, 30, quarter, quarter), counted => [Entry(counted.OfNetwork == 3 ? "sign_in.locked" : "sign_in.refused", ann)]);

        Assert.Equal(["sign_in.locked", "sign_in.refused", "sign_in.refused"], (await All(ann.Tenant)).Select(row => row.Action));
    }

    [Fact]
    public async Task Old_entries_are_dropped()
    {
        var ann = await Person("Ann");
        var longAgo = Now.AddYears(-3);
        for (var day = 0; day < 4; day++) await Storage.Audit.Begin(Entry("chat.close", ann) with { At = longAgo.AddDays(day) });

        Assert.Equal(2, await Storage.Audit.DropBefore(longAgo.AddDays(2)));

        Assert.Equal([longAgo.AddDays(3), longAgo.AddDays(2)], (await All(ann.Tenant)).Select(row => row.At));
    }

    /// <summary>As the version that brought the table has written them.</summary>
    [Fact]
    public async Task Rows_of_the_first_version_can_be_read()
    {
        var tenant = new TenantId(new Guid("7e000000-0000-0000-0000-0000000a0d17"));
        await SampleRows.Insert(Storage.Database, "audit-rows-v1.json");

        var row = Assert.Single(await All(tenant));
        Assert.Equal(("chat.take_over", "Ann as she was", "chat", """{"epoch":3}""", "192.0.2.7", "done"), (row.Action, row.ActorName, row.SubjectKind, row.Detail, row.Address, row.Outcome));
        var above = Assert.Single((await Storage.Audit.OfPlatform(new(Action: "platform_admin"), new(1, 10))).Items);
        Assert.Equal((null, null, "begun", null), (above.Tenant, above.SubjectId, above.Outcome, above.FinishedAt));
    }

    private async Task<IReadOnlyList<AuditRow>> All(TenantId tenant) => (await Storage.Audit.Of(tenant, new(), new(1, 100))).Items;

    private AuditEntry Entry(string action, User by) => new(Guid.NewGuid(), action, by.Id, Now) { Tenant = by.Tenant };

    private async Task<User> Person(string name)
    {
        var (tenant, _) = await Storage.NewTenant();
        var user = new User(new(Guid.NewGuid()), tenant, $"{Guid.NewGuid():N}@example.com", name, Role.Member, "the hash", IsActive: true, Now);
        Assert.True(await Storage.Users.Create(user));
        return user;
    }
}
