using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Grains;

/// <summary>The real store, whose next commit can break before or after it was written: the caller cannot tell which.</summary>
public sealed class FaultyStore(IChatStore store) : IChatStore
{
    private bool? _breaksAfterWriting;

    public void BreakNextCommit(bool afterWriting) => _breaksAfterWriting = afterWriting;

    public Task<StoredChat?> Load(ChatKey chat) => store.Load(chat);

    public async Task<long> Commit(ChatCommit commit)
    {
        var fault = _breaksAfterWriting;
        _breaksAfterWriting = null;
        if (fault is false) throw new IOException("The connection broke before the commit.");
        var version = await store.Commit(commit);
        return fault is true ? throw new IOException("The connection broke after the commit.") : version;
    }

    public Task<ClaimResult> Claim(ChatKey chat, IntentId intent, string incarnation, DateTimeOffset now) => store.Claim(chat, intent, incarnation, now);

    public Task<bool> HasMessage(ChatKey chat, string providerMessageId) => store.HasMessage(chat, providerMessageId);

    public Task<IReadOnlyList<ContextMessage>> Context(ChatKey chat, SessionId session, IReadOnlyCollection<MessageId> except, int limit) => store.Context(chat, session, except, limit);
}
