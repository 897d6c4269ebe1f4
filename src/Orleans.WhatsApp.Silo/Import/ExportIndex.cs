using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>Which lines belong to which chat. Every line is read here once, so that what is wrong with it is told in the order of the files.</summary>
internal sealed class ExportIndex(ImportReport report, ImportProgress progress)
{
    private readonly Dictionary<string, IndexedChat> _chats = [];
    private readonly HashSet<string> _skipped = [];
    private readonly Dictionary<string, HashSet<string>> _accounts = [];
    private readonly HashSet<Guid> _seen = [];

    public IReadOnlyCollection<IndexedChat> Chats => _chats.Values;

    /// <summary>The provider's accounts that the chats of a tenant name.</summary>
    public IReadOnlySet<string> AccountsOf(string tenant) => _accounts.GetValueOrDefault(tenant) ?? [];

    public void AddChats(ExportFile? file) => Read(file, report.Chats, ExportReader.Chat, chat => chat.Id, (chat, at) =>
    {
        if (_chats.ContainsKey(chat.Id)) return Fault.Duplicate("_id");
        var key = ImportIds.Chat(ImportIds.Tenant(chat.TenantId), chat.ProviderChatId);
        if (!_seen.Add(key.Chat.Value)) return Fault.Duplicate("unipile_chat_id");

        _chats.Add(chat.Id, new(chat.Id, chat.TenantId, key, at, chat.LastMessageAt));
        if (!_accounts.TryGetValue(chat.TenantId, out var accounts)) _accounts.Add(chat.TenantId, accounts = []);
        accounts.Add(chat.AccountId);
        return null;
    }, _skipped);

    public async Task DropChatsWithoutTenant(ExportFile? file, Func<TenantId, Task<bool>> isThere)
    {
        var known = new Dictionary<TenantId, bool>();
        foreach (var chat in _chats.Values.ToList())
        {
            var tenant = chat.Key.Tenant;
            if (!known.TryGetValue(tenant, out var isKnown)) known.Add(tenant, isKnown = await isThere(tenant));
            if (isKnown) continue;
            report.Skip(report.Chats, file!, chat.At, chat.OldId, Fault.NoTenant(chat.TenantId));
            _chats.Remove(chat.OldId);
            _skipped.Add(chat.OldId);
        }
    }

    public void AddSessions(ExportFile? file) => Read(file, report.Sessions, ExportReader.Session, session => session.Id, (session, at) =>
    {
        var (chat, fault) = Find(session.ChatId, session.TenantId);
        if (chat is null) return fault;
        if (!_seen.Add(ImportIds.Session(chat.Key.Chat, session.Id).Value)) return Fault.Duplicate("_id");
        chat.Sessions.Add(at);
        return null;
    });

    public void AddMessages(ExportFile? file) => Read(file, report.Messages, ExportReader.Message, message => message.Id, (message, at) =>
    {
        var (chat, fault) = Find(message.ChatId, message.TenantId);
        if (chat is null) return fault;
        // A provider's id names one message of a number, whichever chat it is in.
        var name = message.ProviderMessageId is { } named
            ? NameBasedId.Make(chat.Key.Channel.Value, $"message/{named}")
            : ImportIds.Message(chat.Key.Chat, message.Id, null).Value;
        if (!_seen.Add(name)) return Fault.Duplicate(message.ProviderMessageId is null ? "_id" : "unipile_message_id");
        chat.Messages.Add(at);
        return null;
    });

    private Reading<IndexedChat> Find(string id, string? tenant) =>
        !_chats.TryGetValue(id, out var chat) ? _skipped.Contains(id) ? Fault.ChatSkipped(id) : Fault.UnknownChat(id)
        : tenant is not null && tenant != chat.TenantId ? Fault.OtherTenant
        : chat;

    /// <param name="add">Says why the row is no use after all, or null.</param>
    private void Read<T>(ExportFile? file, Tally tally, Func<ExportDocument, Reading<T>> read, Func<T, string> id, Func<T, LineAt, Fault?> add,
        HashSet<string>? skipped = null) where T : class
    {
        foreach (var (at, bytes) in file?.Lines() ?? [])
        {
            tally.Read++;
            progress.Count(file!, tally);
            var (row, fault) = ExportDocument.Parse(bytes, read);
            var oldId = row is not null ? id(row) : ExportDocument.IdIn(bytes);
            fault ??= add(row!, at);
            if (fault is null) continue;
            report.Skip(tally, file!, at, oldId, fault);
            if (oldId is not null && !_chats.ContainsKey(oldId)) skipped?.Add(oldId);
        }
    }
}

/// <summary>A chat with the places of its lines.</summary>
internal sealed record IndexedChat(string OldId, string TenantId, ChatKey Key, LineAt At, DateTimeOffset? LastMessageAt)
{
    public List<LineAt> Sessions { get; } = [];

    public List<LineAt> Messages { get; } = [];
}
