using System.Collections.Concurrent;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>
/// Whether an access token still counts. The database knows; this process asks it at most every <see cref="RecheckAfter"/> for each user. So a user who was
/// demoted, deactivated, removed or signed out everywhere is refused at once by the process that did it, and within five seconds by every other one.
/// </summary>
internal sealed class Standings(IUserStore users, TimeProvider clock)
{
    public static readonly TimeSpan RecheckAfter = TimeSpan.FromSeconds(5);
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<UserId, Standing> _known = new();

    public async ValueTask<bool> Allows(UserId user, long generation)
    {
        if (!_known.TryGetValue(user, out var standing) || clock.GetElapsedTime(standing.ReadAt) >= RecheckAfter || standing.Generation < generation)
            standing = await Read(user);
        return standing.Generation == generation;
    }

    public void Forget(UserId user) => _known.TryRemove(user, out _);

    private async Task<Standing> Read(UserId user)
    {
        // Taken before the question, so that an answer that was long on its way is not believed for longer.
        var readAt = clock.GetTimestamp();
        if (_known.Count >= MostKept) _known.Clear();
        return _known[user] = new Standing(await users.ById(user) is { IsActive: true } found ? found.TokenGeneration : null, readAt);
    }

    /// <param name="Generation">Null: no token counts.</param>
    private readonly record struct Standing(long? Generation, long ReadAt);
}
