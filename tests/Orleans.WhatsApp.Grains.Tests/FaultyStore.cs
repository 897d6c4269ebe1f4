using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Grains;

/// <summary>The real store, whose next commit or claim can break before or after it was written: the caller cannot tell which.</summary>
public sealed class FaultyStore(IChatStore store) : IChatStore
{
    private bool? _breaksAfterWriting;
    private bool _breaksClaim;
    private TaskCompletionSource? _gate;
    private ChatKey? _held;

    /// <summary>Nothing can be written, though it can be read.</summary>
    public bool IsReadOnly { get; set; }

    public void BreakNextCommit(bool afterWriting) => _breaksAfterWriting = afterWriting;

    /// <summary>The next claim is written and its answer is lost.</summary>
    public void LoseNextClaim() => _breaksClaim = true;

    /// <summary>So many of the next readings of what the agent is told first fail.</summary>
    public int ContextsToFail { get; set; }

    /// <summary>So many of the next readings of a chat fail.</summary>
    public int ReadingsToFail { get; set; }

    /// <summary>What happens between the next claim's commit and the moment at which its process hears of it.</summary>
    public Action? AfterNextClaim { get; set; }

    public bool IsHolding { get; private set; }

    /// <summary>Commits, of one chat if it is given, wait until this is released.</summary>
    public TaskCompletionSource HoldCommits(ChatKey? chat = null)
    {
        _held = chat;
        return _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public Task<StoredChat?> Load(ChatKey chat)
    {
        if (ReadingsToFail == 0) return store.Load(chat);
        ReadingsToFail--;
        throw new IOException("The database is away.");
    }

    public Task<StoredAttachments?> Attachments(ChatKey chat, MessageId message) => store.Attachments(chat, message);

    public async Task<long> Commit(ChatCommit commit)
    {
        if (_gate is { } gate && (_held is null || _held == commit.Chat))
        {
            IsHolding = true;
            await gate.Task;
        }

        if (IsReadOnly) throw new IOException("The database takes no writes.");
        var fault = _breaksAfterWriting;
        _breaksAfterWriting = null;
        if (fault is false) throw new IOException("The connection broke before the commit.");
        var version = await store.Commit(commit);
        return fault is true ? throw new IOException("The connection broke after the commit.") : version;
    }

    public async Task<ErasedRows> Erase(ChatErasure erasure)
    {
        if (IsReadOnly) throw new IOException("The database takes no writes.");
        var fault = _breaksAfterWriting;
        _breaksAfterWriting = null;
        if (fault is false) throw new IOException("The connection broke before the commit.");
        var rows = await store.Erase(erasure);
        return fault is true ? throw new IOException("The connection broke after the commit.") : rows;
    }

    public Task<ErasedChat?> Erased(ChatKey chat) => store.Erased(chat);

    public async Task<ClaimResult> Claim(ChatKey chat, IntentId intent, string incarnation, DateTimeOffset now)
    {
        var isLost = _breaksClaim;
        _breaksClaim = false;
        var result = await store.Claim(chat, intent, incarnation, now);
        var after = AfterNextClaim;
        AfterNextClaim = null;
        after?.Invoke();
        return isLost ? throw new IOException("The connection broke after the claim.") : result;
    }

    public Task<bool> HasMessage(ChatKey chat, string providerMessageId) => store.HasMessage(chat, providerMessageId);

    public Task<bool> HasMessage(ChatKey chat, MessageId message) => store.HasMessage(chat, message);

    public Task<IReadOnlyList<ContextMessage>> Context(ChatKey chat, SessionId session, IReadOnlyCollection<MessageId> except, int limit)
    {
        if (ContextsToFail == 0) return store.Context(chat, session, except, limit);
        ContextsToFail--;
        throw new IOException("The database is away.");
    }
}
