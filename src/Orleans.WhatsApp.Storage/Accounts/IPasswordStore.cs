using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Storage.Accounts;

/// <summary>Passwords that users set themselves. Each time, all of the user's sign-ins end and a new generation of access tokens begins.</summary>
public interface IPasswordStore
{
    /// <summary>The active user whom a token that is still good invites.</summary>
    Task<User?> Invited(string hash, DateTimeOffset now);

    /// <summary>Sets the password and uses up every token of the user. Null if the token is not good any more.</summary>
    /// <param name="note">Written in the same transaction, if the password is set.</param>
    Task<User?> Accept(string hash, string passwordHash, DateTimeOffset now, AuditEntry? note = null);

    /// <summary>Null if the password is not the one any more that was checked, or the user is not active.</summary>
    /// <param name="note">As for <see cref="Accept"/>.</param>
    Task<User?> Change(UserId user, string from, string to, DateTimeOffset now, AuditEntry? note = null);
}
