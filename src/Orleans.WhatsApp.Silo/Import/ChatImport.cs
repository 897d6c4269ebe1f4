using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Storage.Import;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>Chats, each whole: with its sessions and its messages.</summary>
internal sealed class ChatImport(
    IImportStore store, TenantImport tenants, ChatOptions options, ImportReport report, ImportProgress progress, bool isDry)
{
    /// <summary>In one transaction; a chat with more rows has one of its own.</summary>
    private const int BatchRows = 500;

    public async Task Run(ExportFiles files, ExportIndex index)
    {
        var (batch, rows, done) = (new List<(IndexedChat Chat, MappedChat Mapped)>(), 0, 0);
        // The newest last, since a search looks first at what was stored last.
        foreach (var chat in index.Chats.OrderBy(chat => chat.LastMessageAt).ThenBy(chat => chat.At.Number))
        {
            var mapped = Map(files, chat);
            batch.Add((chat, mapped));
            rows += 1 + mapped.Sessions.Count + mapped.Messages.Count;
            if (rows >= BatchRows)
            {
                await Put(files, batch);
                (batch, rows) = ([], 0);
            }

            progress.Chats(++done, index.Chats.Count);
        }

        if (batch.Count > 0) await Put(files, batch);
    }

    private MappedChat Map(ExportFiles files, IndexedChat chat)
    {
        var row = Again(files.Chats!, chat.At, ExportReader.Chat).Row;
        return ChatMapping.Of(
            chat.Key, row, [.. chat.Sessions.Select(at => Again(files.Sessions!, at, ExportReader.Session))],
            [.. chat.Messages.Select(at => Again(files.Messages!, at, ExportReader.Message))],
            new() { PreviewLength = options.PreviewLength, ContactIsBlacklisted = tenants.IsBlacklisted(chat.Key.Tenant, row.Contact.Phone) });
    }

    private static Sourced<T> Again<T>(ExportFile file, LineAt at, Func<ExportDocument, Reading<T>> read) where T : class =>
        new(at, ExportDocument.Parse(file.Read(at), read).Row
            ?? throw new InvalidDataException($"{file.Name} was changed while it was read."));

    private async Task Put(ExportFiles files, List<(IndexedChat Chat, MappedChat Mapped)> batch)
    {
        var outcomes = await store.Put([.. batch.Select(one => one.Mapped.Chat)], !isDry);
        foreach (var ((chat, mapped), outcome) in batch.Zip(outcomes))
        {
            if (outcome.Fate is ChatFate.NotImported or ChatFate.Erased) report.Skip(report.Chats, files.Chats!, chat.At, chat.OldId, WhyLeftAlone(outcome));
            else report.Chats.Add(outcome.Fate != ChatFate.New);

            foreach (var session in mapped.Sessions)
            {
                if (session.At is { } at) Count(report.Sessions, files.Sessions!, at, session, outcome);
                else
                {
                    report.OldSessions.Read++;
                    Count(report.OldSessions, files.Chats!, chat.At, session, outcome);
                }
            }

            foreach (var message in mapped.Messages) Count(report.Messages, files.Messages!, message.At!.Value, message, outcome);
        }
    }

    private static Fault WhyLeftAlone(ChatOutcome outcome) => outcome.Fate == ChatFate.Erased ? Fault.Erased : Fault.ChatInUse;

    private void Count(Tally tally, ExportFile file, LineAt at, MappedRow row, ChatOutcome outcome)
    {
        var wasThere = outcome.WereThere.Contains(row.Id);
        if (!wasThere && outcome.IsLeftAlone) report.Skip(tally, file, at, row.OldId, WhyLeftAlone(outcome));
        else if (outcome.Refused.Contains(row.Id)) report.Skip(tally, file, at, row.OldId, Fault.TakenByAnotherChat);
        else
        {
            tally.Add(wasThere);
            if (!wasThere && row.Note is { } note) report.Note(tally, file, at, row.OldId, note);
        }
    }
}
