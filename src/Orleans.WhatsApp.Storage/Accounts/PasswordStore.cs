using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Accounts;

internal sealed class PasswordStore(IDatabase database) : IPasswordStore
{
    private const string SelectInvited = $"""
        select {UserStatements.Columns}
        from users
        where is_active and id = (select user_id from invitations where hash = @hash and expires_at > @now)
        """;

    public Task<User?> Invited(string hash, DateTimeOffset now) => database.First(new(SelectInvited, ("hash", hash), ("now", now)), UserStatements.Read);

    private const string UseInvitation = "delete from invitations where hash = @hash and user_id = @user and expires_at > @now";

    public Task<User?> Accept(string hash, string passwordHash, DateTimeOffset now, AuditEntry? note = null) => database.Write(async session =>
    {
        if (await session.First(new(SelectInvited, ("hash", hash), ("now", now)), UserStatements.Read) is not { } invited) return null;

        // Of several at once one comes through, and none beside an admin's word on the same user.
        await session.Execute(UserStatements.Lock(invited.Id));
        if (await session.First(UserStatements.ById(invited.Id), UserStatements.Read) is not { IsActive: true } user) return null;
        if (await session.Execute(new(UseInvitation, ("hash", hash), ("user", user.Id.Value), ("now", now))) == 0) return null;

        await session.ExecuteAll([.. Set(user, passwordHash, now), UserStatements.ForgetInvitations(user.Id), .. AuditStatements.InsertIf(note)]);
        return After(user, passwordHash);
    });

    public Task<User?> Change(UserId id, string from, string to, DateTimeOffset now, AuditEntry? note = null) => database.Write(async session =>
    {
        await session.Execute(UserStatements.Lock(id));
        if (await session.First(UserStatements.ById(id), UserStatements.Read) is not { IsActive: true } user || user.PasswordHash != from) return null;

        await session.ExecuteAll([.. Set(user, to, now), UserStatements.ForgetInvitations(id), .. AuditStatements.InsertIf(note)]);
        return After(user, to);
    });

    private const string SetPassword = "update users set password_hash = @password_hash, token_generation = @generation where id = @id";

    private static Statement[] Set(User user, string passwordHash, DateTimeOffset now) =>
    [
        new(SetPassword, ("id", user.Id.Value), ("password_hash", passwordHash), ("generation", user.TokenGeneration + 1)),
        UserStatements.EndFamilies(user.Id, now),
    ];

    private static User After(User user, string passwordHash) => user with { PasswordHash = passwordHash, TokenGeneration = user.TokenGeneration + 1 };
}
