using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Import;

internal sealed class ImportStore(IDatabase database, TimeProvider clock) : IImportStore
{
    /// <summary>The rule under which each import of a chat leaves a line in its timeline.</summary>
    public const string Rule = "import";

    /// <summary>How many statements go to the database at once.</summary>
    private const int Chunk = 500;

    public Task<bool> HasTenant(TenantId tenant) => database.Read(session => TenantImportStatements.IsThere(session, tenant));

    public Task<TenantOutcome> Put(ImportedTenant tenant, bool keep) => Run(session => TenantImportStatements.Put(session, tenant), keep);

    public async Task<IReadOnlyList<ChatOutcome>> Put(IReadOnlyList<ImportedChat> chats, bool keep)
    {
        try
        {
            return await Run<IReadOnlyList<ChatOutcome>>(async session =>
            {
                var outcomes = new List<ChatOutcome>();
                foreach (var chat in chats) outcomes.Add(await PutOne(session, chat));
                return outcomes;
            }, keep);
        }
        catch (Exception cause) when (WasOvertaken(cause))
        {
            // A silo has written to one of them in between. One by one, so that the others do not suffer for it.
            var outcomes = new List<ChatOutcome>();
            foreach (var chat in chats) outcomes.Add(await PutAlone(chat, keep));
            return outcomes;
        }
    }

    private async Task<ChatOutcome> PutAlone(ImportedChat chat, bool keep)
    {
        try
        {
            return await Run(session => PutOne(session, chat), keep);
        }
        catch (Exception cause) when (WasOvertaken(cause))
        {
            // What the other one has committed is seen by the next look, which leaves the chat alone.
            return await Run(session => PutOne(session, chat), keep);
        }
    }

    private bool WasOvertaken(Exception cause) => cause is NothingChangedException || database.IsDuplicate(cause);

    private async ValueTask<ChatOutcome> PutOne(ISqlSession session, ImportedChat chat)
    {
        var key = chat.State.Key;
        if (await session.Query(ChatImportStatements.IsErased(key), row => row.Number(0)) is [_, ..]) return new(ChatFate.Erased, new HashSet<Guid>(), new HashSet<Guid>());
        var stored = await session.First(ChatImportStatements.Look(key), Stored.Read);
        HashSet<Guid> known = stored is null ? [] : [.. await session.Query(ChatImportStatements.KnownIds(key), row => row.Id(0))];
        if (stored is { IsUntouched: false }) return new(stored.IsImported ? ChatFate.MovedOn : ChatFate.NotImported, known, new HashSet<Guid>());

        // Sessions are written anew where anything is: a later export gives messages to those that were running.
        var fresh = chat with { Messages = [.. chat.Messages.Where(one => !known.Contains(one.Id.Value))] };
        var freshSessions = chat.Sessions.Count(one => !known.Contains(one.Session.Id.Value));
        var fate = stored is null ? ChatFate.New : ChatFate.WasThere;
        if (stored is not null && freshSessions == 0 && fresh.Messages.IsEmpty) return new(fate, known, new HashSet<Guid>());

        var state = chat.State with
        {
            MessageCount = (stored?.Messages ?? 0) + fresh.Messages.Length,
            SessionsStarted = (stored?.Sessions ?? 0) + freshSessions,
        };
        // The chat's row comes first, as in a grain's commit: whoever has it writes the rest.
        var commit = new ChatCommit(key, stored?.Version ?? 0, state, [], [], [new(clock.GetUtcNow(), Rule, "Imported", Phase.Idle, state.Phase, state.Epoch, null)]);
        foreach (var chunk in ChatImportStatements.Of(commit, fresh, clock.GetUtcNow()).Chunk(Chunk)) await session.ExecuteAll(chunk);
        return new(fate, known, await Refused(session, state, fresh));
    }

    /// <summary>A message is stored once for each provider's id, by the database; the counters follow what it took.</summary>
    private static async ValueTask<IReadOnlySet<Guid>> Refused(ISqlSession session, ChatState state, ImportedChat fresh)
    {
        var now = await session.First(ChatImportStatements.Look(state.Key), Stored.Read);
        var missing = state.MessageCount - now!.Messages;
        if (missing == 0) return new HashSet<Guid>();

        await session.ExecuteAll(ChatImportStatements.Correct(state with { MessageCount = now.Messages }, missing));
        var stored = (await session.Query(ChatImportStatements.KnownIds(state.Key), row => row.Id(0))).ToHashSet();
        return fresh.Messages.Select(message => message.Id.Value).Where(id => !stored.Contains(id)).ToHashSet();
    }

    private async Task<T> Run<T>(Func<ISqlSession, ValueTask<T>> work, bool keep)
    {
        if (keep) return await database.Write(work);

        var result = default(T);
        try
        {
            await database.Write<T>(async session =>
            {
                result = await work(session);
                throw new NotKeptException();
            });
        }
        catch (NotKeptException)
        {
            // Rolled back, as asked for.
        }

        return result!;
    }

    /// <param name="Counted">How many messages the chat's row says that it has had.</param>
    private sealed record Stored(long Version, long Imports, int Counted, int Messages, int Sessions)
    {
        public bool IsImported => Imports > 0;

        /// <summary>As many imports as versions: nobody else has decided anything. And none of its messages has gone since, which would come back.</summary>
        public bool IsUntouched => Version == Imports && Counted == Messages;

        public static Stored Read(Row row) => new(row.Number(0), row.Number(1), row.Int(2), row.Int(3), row.Int(4));
    }

    private sealed class NotKeptException() : Exception("Everything was done, and is taken back.");
}
