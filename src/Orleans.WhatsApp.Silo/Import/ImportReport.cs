using System.Globalization;
using System.Text;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>What became of every row: counted by collection, and each one that was not taken over, or not wholly, with its place and reason.</summary>
/// <param name="lines">Where such rows are told, as they are found: <c>file:line  id  reason  sentence</c>.</param>
internal sealed class ImportReport(TextWriter lines)
{

    public Tally Tenants { get; } = new("tenants");

    public Tally Agents { get; } = new("agents");

    public Tally Chats { get; } = new("whatsappchats");

    public Tally Sessions { get; } = new("whatsappsessions");

    /// <summary>Those that lay on their chats, before the other system's first migration.</summary>
    public Tally OldSessions { get; } = new("sessions on chats");

    public Tally Messages { get; } = new("whatsappmessages");

    public void Skip(Tally tally, ExportFile file, LineAt at, string? id, Fault fault)
    {
        tally.Skipped++;
        Write(file, at, id, fault);
    }

    /// <summary>The row comes, but not all of it.</summary>
    public void Note(Tally tally, ExportFile file, LineAt at, string? id, Fault fault)
    {
        tally.Noted++;
        Write(file, at, id, fault);
    }

    public string Table()
    {
        var table = new StringBuilder(Row("collection", "read", "imported", "already there", "skipped", "noted"));
        foreach (var tally in (Tally[])[Tenants, Agents, Chats, Sessions, OldSessions, Messages])
            table.Append(Row(tally.Collection, [.. tally.Numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]));
        return table.ToString();
    }

    private void Write(ExportFile file, LineAt at, string? id, Fault fault) =>
        lines.Write(string.Create(CultureInfo.InvariantCulture, $"{file.Name}:{at.Number}  {Printable(id)}  {fault.Reason}  {Printable(fault.Sentence)}\n"));

    /// <summary>What comes from a file may be anything, and must not make lines of its own.</summary>
    private static string Printable(string? text) =>
        string.IsNullOrEmpty(text) ? "-" : string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));

    private static string Row(string collection, params ReadOnlySpan<string> counts)
    {
        var row = new StringBuilder(collection.PadRight(18));
        foreach (var count in counts) row.Append(count.PadLeft(15));
        return row.Append('\n').ToString();
    }
}

/// <summary>Read = imported + already there + skipped. What is noted is one of the first two.</summary>
internal sealed class Tally(string collection)
{
    public string Collection => collection;

    public long Read { get; set; }

    public long Imported { get; private set; }

    public long WereThere { get; private set; }

    public long Skipped { get; set; }

    public long Noted { get; set; }

    public IEnumerable<long> Numbers => [Read, Imported, WereThere, Skipped, Noted];

    public void Add(bool wasThere)
    {
        if (wasThere) WereThere++;
        else Imported++;
    }
}
