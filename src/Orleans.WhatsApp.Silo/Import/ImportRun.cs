using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Storage.Import;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>
/// One import: reads the files in a stream and keeps of each line only where it is; then takes one chat after the other, reads its lines again
/// and writes it whole. So a chat is here or not, however a run ends.
/// </summary>
internal sealed class ImportRun(IImportStore store, ChatOptions options, TimeProvider clock, ImportReport report, ImportProgress progress, bool isDry)
{
    /// <exception cref="InvalidDataException">A file is no export.</exception>
    public async Task Run(ExportFiles files)
    {
        var index = new ExportIndex(report, progress);
        index.AddChats(files.Chats);
        var tenants = new TenantImport(store, options, clock, report, isDry);
        await tenants.Run(files, index);
        await index.DropChatsWithoutTenant(files.Chats, tenants.IsThere);
        index.AddSessions(files.Sessions);
        index.AddMessages(files.Messages);
        await new ChatImport(store, tenants, options, report, progress, isDry).Run(files, index);
    }
}
