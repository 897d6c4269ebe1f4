namespace Orleans.WhatsApp.Silo.Import;

/// <summary>The collections of an export; null where the folder has none of that name.</summary>
internal sealed class ExportFiles(string folder) : IDisposable
{
    public ExportFile? Tenants { get; } = ExportFile.Open(folder, "tenants");

    public ExportFile? Agents { get; } = ExportFile.Open(folder, "agents");

    public ExportFile? Chats { get; } = ExportFile.Open(folder, "whatsappchats");

    public ExportFile? Sessions { get; } = ExportFile.Open(folder, "whatsappsessions");

    public ExportFile? Messages { get; } = ExportFile.Open(folder, "whatsappmessages");

    private IEnumerable<ExportFile> All => ((ExportFile?[])[Tenants, Agents, Chats, Sessions, Messages]).OfType<ExportFile>();

    public bool AreNone => !All.Any();

    public void Dispose()
    {
        foreach (var file in All) file.Dispose();
    }
}
