using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>What the audit trail says of signing in. Each is written in the transaction that does it, so one is not there without the other.</summary>
/// <param name="Address">The caller's network address.</param>
internal sealed record SignInNotes(string Address, DateTimeOffset Now)
{
    public AuditEntry SignedIn(UserId user) => By(user, "sign_in");

    /// <summary>Whoever it was, he is not signed in.</summary>
    public AuditEntry Refused(UserId user) => About(user, "sign_in.refused") with { Outcome = "invalid_credentials" };

    public AuditEntry Locked(UserId user) => About(user, "sign_in.locked");

    public AuditEntry TokenReused(UserId user) => About(user, "refresh_token.reused");

    public AuditEntry SignedOut(UserId user) => By(user, "sign_out");

    /// <summary>By the one-time token of an invitation or a reset.</summary>
    public AuditEntry PasswordSet(UserId user) => By(user, "password.set");

    public AuditEntry PasswordChanged(UserId user) => By(user, "password.change");

    public AuditEntry ChangeRefused(UserId user) => By(user, "password.change") with { Outcome = "wrong_password" };

    private AuditEntry By(UserId user, string action) => About(user, action) with { Actor = user };

    private AuditEntry About(UserId user, string action) => new(Guid.NewGuid(), action, null, Now)
    {
        SubjectKind = "user",
        SubjectId = user.Value,
        Address = Address,
        Outcome = AuditOutcome.Done,
    };
}
