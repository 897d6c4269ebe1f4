using System.Globalization;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>Tells whoever waits how far it has come.</summary>
internal sealed class ImportProgress(TextWriter to)
{
    private const int EveryRows = 50_000;
    private const int EveryChats = 1_000;

    public void Count(ExportFile file, Tally tally)
    {
        if (tally.Read % EveryRows == 0) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {tally.Read} lines read"));
    }

    public void Chats(int done, int all)
    {
        if (done % EveryChats == 0 || done == all) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {all} chats"));
    }
}
